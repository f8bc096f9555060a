import type { StockList } from '../../lib/archive/index.ts';
import { STOCK_MARKETS, type StockMarket, stockHref, stocksHref } from '../../lib/stocks/index.ts';
import { InitialGroup, Initials } from '../listing/initials.tsx';
import { Pagination } from '../listing/pagination.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { marketName, stocksTitle } from './market-name.ts';

interface Props {
  /** Absent for the list of all. */
  market: StockMarket | undefined;
  list: StockList;
}

/** One page of the list of stocks, grouped by the initial of their pinyin, with the ways to the other markets and initials. */
export function StockIndex({ market, list: { stocks, page, pageCount, markets, initials } }: Props) {
  const groups = Map.groupBy(stocks, ({ initial }) => initial);
  const total =
    market === undefined ? [...markets.values()].reduce((sum, count) => sum + count, 0) : markets.get(market);
  return (
    <>
      <PageHeading title={stocksTitle(market)}>
        {`共${total ?? 0}个${pageCount > 1 ? `，第${page}/${pageCount}页` : ''}`}
      </PageHeading>
      <Markets current={market} markets={markets} />
      <Initials
        initials={initials.keys()}
        pageOf={(initial) => (initials.get(initial) === page ? '' : stocksHref(market, initials.get(initial)))}
      />
      {stocks.length === 0 && <p className="text-muted">还没有文章提到公司。</p>}
      {[...groups].map(([initial, members]) => (
        <InitialGroup key={initial} initial={initial}>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,100%),1fr))] gap-x-6">
            {members.map(({ name, title, count }) => (
              <li key={name}>
                <a href={stockHref(name)} className="flex items-baseline gap-2 py-1.5">
                  {title}
                  <span className="text-sm text-muted">{count}</span>
                </a>
              </li>
            ))}
          </ul>
        </InitialGroup>
      ))}
      <Pagination page={page} pageCount={pageCount} hrefOf={(number) => stocksHref(market, number)} />
    </>
  );
}

/** Links to the lists of the markets that have any, and to that of all. */
function Markets({ current, markets }: { current: StockMarket | undefined; markets: StockList['markets'] }) {
  const known = STOCK_MARKETS.filter((market) => markets.has(market));
  if (known.length < 2) return null;
  return (
    <nav aria-label="市场" className="mb-2 text-sm print:hidden">
      <ul className="flex flex-wrap gap-x-5">
        {[undefined, ...known].map((market) => {
          const label = market === undefined ? '全部' : marketName(market);
          return (
            <li key={label}>
              {market === current ? (
                <span aria-current="page" className="block py-1 font-bold">
                  {label}
                </span>
              ) : (
                <a href={stocksHref(market)} className="flex items-baseline gap-1 py-1 text-accent">
                  {label}
                  {market !== undefined && <span className="text-muted">{markets.get(market)}</span>}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
