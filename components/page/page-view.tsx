import type { ListingKey } from '../../lib/archive/index.ts';
import type { Frame, ListingPage, PageContent } from '../../lib/pages/index.ts';
import { listingHref } from '../../lib/pages/index.ts';
import { parseStock } from '../../lib/stocks/index.ts';
import { NotFound } from '../absent/not-found.tsx';
import { Withdrawn } from '../absent/withdrawn.tsx';
import { Article } from '../article/article.tsx';
import { articleJsonLd, pageJsonLd } from '../article/article-json-ld.ts';
import { ContentPage } from '../article/content-page.tsx';
import { PreviewNote } from '../article/preview-note.tsx';
import { periodTitle } from '../calendar/period-title.ts';
import { WeeksOfYear } from '../calendar/weeks-of-year.tsx';
import { CategoryIndex } from '../listing/category-index.tsx';
import { Home } from '../listing/home.tsx';
import { ListingView } from '../listing/listing-view.tsx';
import { PeriodNavigation } from '../listing/period-navigation.tsx';
import { CategoryTools } from '../mix/category-tools.tsx';
import { MixForm } from '../mix/mix-form.tsx';
import { MixSources } from '../mix/mix-sources.tsx';
import { Kept } from '../own/kept.tsx';
import { SearchPage } from '../search/search-page.tsx';
import { marketName } from '../stocks/market-name.ts';
import { StockIndex } from '../stocks/stock-index.tsx';
import { StockLinks } from '../stocks/stock-links.tsx';
import { StoriesOfDay } from '../story/stories-of-day.tsx';
import { Story } from '../story/story.tsx';
import { storyJsonLd } from '../story/story-json-ld.ts';
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
      return <Home site={site} {...content} now={now} />;
    case 'article': {
      const { article, surroundings, preview } = content;
      return (
        <>
          {preview && <PreviewNote site={site} preview={preview} />}
          <Article
            site={site}
            article={article}
            surroundings={surroundings}
            jsonLd={articleJsonLd(site, article)}
            isPreview={preview !== undefined}
          />
        </>
      );
    }
    case 'content-page':
      return <ContentPage site={site} page={content.page} jsonLd={pageJsonLd(site, content.page)} />;
    case 'listing':
      return <ListingContent frame={{ site }} page={content} />;
    case 'story':
      return <Story site={site} story={content.story} now={now} jsonLd={storyJsonLd(site, content.story)} />;
    case 'categories':
      return <CategoryIndex categories={content.categories} weeks={content.weeks} />;
    case 'stocks':
      return <StockIndex market={content.market} list={content.list} />;
    case 'mix-form':
      return <MixForm page={content} />;
    case 'kept':
      return <Kept />;
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
  const { key, listing, parts, days, mix, stories, companions } = page;
  const isArchive = key.kind === 'latest' || key.kind === 'period';
  const title = key.kind === 'latest' ? '归档' : key.kind === 'period' ? periodTitle(key.period) : listing.title;
  return (
    <ListingView
      site={site}
      title={title}
      {...kickerOf(key)}
      {...(mix && { kicker: '自选来源', extent: `${mix.categories.length}个来源` })}
      listingKey={key}
      listing={listing}
      hrefOf={(number) => listingHref(key, number)}
      showsCategory={key.kind !== 'category'}
    >
      {mix && key.kind === 'mix' && <MixSources names={key.names} mix={mix} />}
      {key.kind === 'category' && <CategoryTools name={key.name} />}
      {(key.kind === 'category' || key.kind === 'stock') && days && <WeeksOfYear days={days} />}
      {companions && <StockLinks label="常一同提到" stocks={companions} className="mb-6" />}
      {isArchive && (
        <PeriodNavigation period={key.kind === 'period' ? key.period : undefined} parts={parts ?? []} days={days} />
      )}
      {stories && <StoriesOfDay site={site} stories={stories} />}
    </ListingView>
  );
}

/** What stands above the title of a listing. */
function kickerOf(key: ListingKey): { kicker?: string } {
  if (key.kind === 'tag') return { kicker: '标签' };
  const stock = key.kind === 'stock' ? parseStock(key.name) : undefined;
  return stock ? { kicker: `${marketName(stock.market)} ${stock.code.replace('_', '.')}` } : {};
}
