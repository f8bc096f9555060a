import type { ListingKey } from '../../lib/archive/index.ts';
import type { Frame, ListingPage, PageContent } from '../../lib/pages/index.ts';
import { listingHref } from '../../lib/pages/index.ts';
import { parseStock } from '../../lib/stocks/index.ts';
import { NotFound } from '../absent/not-found.tsx';
import { Withdrawn } from '../absent/withdrawn.tsx';
import { Article } from '../article/article.tsx';
import { ContentPage } from '../article/content-page.tsx';
import { PreviewNote } from '../article/preview-note.tsx';
import { periodTitle } from '../calendar/period-title.ts';
import { WeeksOfYear } from '../calendar/weeks-of-year.tsx';
import { CategoryIndex } from '../listing/category-index.tsx';
import { Home } from '../listing/home.tsx';
import { ListingView } from '../listing/listing-view.tsx';
import { PeriodNavigation } from '../listing/period-navigation.tsx';
import { SearchPage } from '../search/search-page.tsx';
import { marketName } from '../stocks/market-name.ts';
import { StockIndex } from '../stocks/stock-index.tsx';
import { StockLinks } from '../stocks/stock-links.tsx';
import { articleJsonLd, pageJsonLd } from './head-facts.ts';
import { PageHead } from './page-head.tsx';

/** What a page shows between masthead and footer, and what its head says. */
export function PageView({ frame, content }: { frame: Frame; content: PageContent }) {
  return (
    <>
      <PageHead site={frame.site} content={content} />
      <Content frame={frame} content={content} />
    </>
  );
}

function Content({ frame: { site, now }, content }: { frame: Frame; content: PageContent }) {
  switch (content.kind) {
    case 'home':
      return <Home site={site} latest={content.latest} categories={content.categories} now={now} />;
    case 'article': {
      const { article, surroundings, preview } = content;
      return (
        <>
          {preview && <PreviewNote site={site} preview={preview} />}
          <Article site={site} article={article} surroundings={surroundings} jsonLd={articleJsonLd(site, article)} />
        </>
      );
    }
    case 'content-page':
      return <ContentPage site={site} page={content.page} jsonLd={pageJsonLd(site, content.page)} />;
    case 'listing':
      return <ListingContent frame={{ site }} page={content} />;
    case 'categories':
      return <CategoryIndex categories={content.categories} weeks={content.weeks} />;
    case 'stocks':
      return <StockIndex market={content.market} list={content.list} />;
    case 'search':
      return <SearchPage site={site} page={content} />;
    case 'withdrawn':
      return <Withdrawn site={site} withdrawal={content.withdrawal} />;
    case 'not-found':
      return <NotFound page={content.page} />;
    default:
      return content satisfies never;
  }
}

function ListingContent({ frame: { site }, page }: { frame: Pick<Frame, 'site'>; page: ListingPage }) {
  const { key, listing, parts, days, companions } = page;
  const isArchive = key.kind === 'latest' || key.kind === 'period';
  const title = key.kind === 'latest' ? '归档' : key.kind === 'period' ? periodTitle(key.period) : listing.title;
  return (
    <ListingView
      site={site}
      title={title}
      {...kickerOf(key)}
      listingKey={key}
      listing={listing}
      hrefOf={(number) => listingHref(key, number)}
      showsCategory={key.kind !== 'category'}
    >
      {(key.kind === 'category' || key.kind === 'stock') && days && <WeeksOfYear days={days} />}
      {companions && <StockLinks label="常一同提到" stocks={companions} className="mb-6" />}
      {isArchive && (
        <PeriodNavigation period={key.kind === 'period' ? key.period : undefined} parts={parts ?? []} days={days} />
      )}
    </ListingView>
  );
}

/** What stands above the title of a listing. */
function kickerOf(key: ListingKey): { kicker?: string } {
  if (key.kind === 'tag') return { kicker: '标签' };
  const stock = key.kind === 'stock' ? parseStock(key.name) : undefined;
  return stock ? { kicker: `${marketName(stock.market)} ${stock.code.replace('_', '.')}` } : {};
}
