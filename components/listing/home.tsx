import { archiveHref, categoryHref } from '../../lib/addresses.ts';
import type { ActiveCategory, Listing, SiteIdentity, StorySummary, Summary } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZoned } from '../../lib/calendar.ts';
import { isLongTitle, langOf } from '../article/article-title.ts';
import { Byline } from '../article/byline.tsx';
import { TitleLink } from '../article/title-link.tsx';
import { dayKey, dayTitle, instantForm } from '../page/day.ts';
import { Instant } from '../page/instant.tsx';
import { LeadingStories } from '../story/leading-stories.tsx';
import { LeadPicture } from './lead-picture.tsx';
import { NewArticles } from './new-articles.tsx';

/** Articles on the home page, the first included. */
const STREAM_LENGTH = 30;

interface Props {
  site: SiteIdentity;
  stories: StorySummary[];
  latest: Listing;
  categories: ActiveCategory[];
  /** Seconds since 1970. */
  now: number;
}

/** The home page: the stories that lead, or the newest article where there are none; the newest ones; the most active categories. */
export function Home({ site, stories, latest, categories, now }: Props) {
  const newest = latest.articles.slice(0, STREAM_LENGTH);
  const stream = stories.length > 0 ? newest : newest.slice(1);
  return (
    <>
      <h1 className="sr-only">{site.title}</h1>
      <NewArticles listingKey={{ kind: 'latest' }} listing={latest} href={withBase('/')} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:grid-rows-[auto_1fr] xl:gap-x-14">
        <Top site={site} stories={stories} newest={newest[0]} />
        {stream.length > 0 && <Stream site={site} articles={stream} now={now} />}
        <div className="gap-x-10 sm:columns-2">
          {categories.map((category) => (
            <CategorySection key={category.name} site={site} category={category} now={now} />
          ))}
          <p className="border-t-2 border-ink py-2">
            <a href={withBase('/categories')} className="inline-block py-1 text-accent">
              全部来源
            </a>
          </p>
        </div>
      </div>
    </>
  );
}

interface TopProps {
  site: SiteIdentity;
  stories: StorySummary[];
  newest: Summary | undefined;
}

function Top({ site, stories, newest }: TopProps) {
  if (stories.length > 0) return <LeadingStories site={site} stories={stories} />;
  return newest ? <Lead site={site} article={newest} /> : <p className="text-muted">还没有文章。</p>;
}

function Lead({ site, article }: { site: SiteIdentity; article: Summary }) {
  return (
    <ol>
      <li>
        <LeadPicture article={article} />
        <h2 className={`font-serif font-bold text-balance ${isLongTitle(article) ? 'text-2xl' : 'text-3xl'}`}>
          <TitleLink article={article} isHeadline />
        </h2>
        {article.extract && (
          <p className="mt-3 mb-2" {...langOf(article.extract)}>
            {article.extract}
          </p>
        )}
        <Byline article={article} timezone={site.timezone} />
      </li>
    </ol>
  );
}

function SectionHeading({ id, title, href }: { id: string; title: string; href: string }) {
  return (
    <h2 id={id} className="border-t-2 border-ink font-serif text-lg font-bold">
      <a href={href} className="block py-2">
        {title}
      </a>
    </h2>
  );
}

/** Titles with the time of publication, grouped by day. */
function Stream({ site, articles, now }: { site: SiteIdentity; articles: Summary[]; now: number }) {
  const today = toZoned(now, site.timezone);
  const days = Map.groupBy(articles, ({ publishedAt }) => dayKey(toZoned(publishedAt, site.timezone)));
  return (
    <section aria-labelledby="latest" className="lg:row-span-2">
      <SectionHeading id="latest" title="最新消息" href={archiveHref()} />
      {[...days].map(([key, articlesOfDay]) => (
        <div key={key}>
          <h3 className="border-t border-line pt-2 text-sm text-muted">{dayTitle(key, today)}</h3>
          <ol>
            {articlesOfDay.map((article) => (
              <li key={article.url} className="grid grid-cols-[3.5rem_minmax(0,1fr)] py-1.5 leading-snug">
                <Instant at={article.publishedAt} timezone={site.timezone} form="minute" className="text-muted" />
                <p className="text-wrap">
                  <TitleLink article={article} className="mr-2 visited:text-muted" />
                  {article.category && (
                    <a href={categoryHref(article.category.name)} className="inline-block py-0.5 text-sm text-muted">
                      {article.category.title}
                    </a>
                  )}
                </p>
              </li>
            ))}
          </ol>
        </div>
      ))}
      <p className="mt-2 border-t border-line pt-2">
        <a href={archiveHref()} className="inline-block py-1 text-accent">
          更早的消息
        </a>
      </p>
    </section>
  );
}

function CategorySection({ site, category, now }: { site: SiteIdentity; category: ActiveCategory; now: number }) {
  const id = `category-${category.name.replace(/\s/g, '_')}`;
  const today = toZoned(now, site.timezone);
  return (
    <section aria-labelledby={id} className="mb-7 break-inside-avoid">
      <SectionHeading id={id} title={category.title} href={categoryHref(category.name)} />
      <ul className="border-t border-line pt-1">
        {category.articles.map((article) => (
          <li key={article.url} className="flex items-baseline gap-x-4 py-1 leading-snug">
            <TitleLink article={article} className="min-w-0 flex-1 visited:text-muted" />
            <Instant
              at={article.publishedAt}
              timezone={site.timezone}
              form={instantForm(toZoned(article.publishedAt, site.timezone), today)}
              className="text-sm whitespace-nowrap text-muted"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
