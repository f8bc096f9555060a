import type { SiteIdentity, StockLink } from '../../lib/archive/index.ts';
import { parseStock, type StockMarket, stockHref } from '../../lib/stocks/index.ts';

/** Exchanges by their market identifier codes (ISO 10383). Which one of the United States it is, an identity does not say. */
const EXCHANGES: Readonly<Partial<Record<StockMarket, string>>> = { SH: 'XSHG', SZ: 'XSHE', BJ: 'BJSE', HK: 'XHKG' };

/** What schema.org says of a stock that an article mentions: a corporation where it is a share, else a thing. */
export function stockJsonLd(site: SiteIdentity, { name, title }: StockLink): Record<string, unknown> {
  const stock = parseStock(name);
  const facts = { name: title, url: site.url + stockHref(name) };
  if (stock?.kind !== 'share') return { '@type': 'Thing', ...facts };
  const exchange = EXCHANGES[stock.market];
  const symbol = stock.code.replace('_', '.');
  return {
    '@type': 'Corporation',
    ...facts,
    tickerSymbol: exchange === undefined ? symbol : `${exchange} ${symbol}`,
  };
}

/** The title of a stock with its code behind, where that is not the title already. */
export function titleWithCode({ name, title }: StockLink): string {
  const code = parseStock(name)?.code.replace('_', '.') ?? name;
  return title === code ? title : `${title}（${code}）`;
}
