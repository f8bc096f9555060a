import { pathHref, storyHref } from '../../lib/addresses.ts';
import type { SiteIdentity, StoryView, Summary } from '../../lib/archive/index.ts';
import { toZoned } from '../../lib/calendar.ts';
import { articleTitle, langOf } from '../article/article-title.ts';
import { JsonLd } from '../article/json-ld.tsx';
import { TitleLink } from '../article/title-link.tsx';
import { Thumbnail } from '../listing/lead-picture.tsx';
import { Pagination } from '../listing/pagination.tsx';
import { dayKey, dayTitle } from '../page/day.ts';
import { Instant } from '../page/instant.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { Source } from './source.tsx';

interface Props {
  site: SiteIdentity;
  story: StoryView;
  /** Seconds since 1970. */
  now: number;
  /** Structured data for search engines. */
  jsonLd: Record<string, unknown>;
}

/** The page of a story: who told it when, the oldest first. */
export function Story({ site, story, now, jsonLd }: Props) {
  const { id, lead, articles, sourceCount, articleCount, page, pageCount } = story;
  const today = toZoned(now, site.timezone);
  const days = Map.groupBy(articles, ({ publishedAt }) => dayKey(toZoned(publishedAt, site.timezone)));
  const shown = new Set<string>();
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading kicker="要闻" title={articleTitle(lead)} {...langOf(lead.title)}>
        {`${sourceCount}个来源，${articleCount}篇${pageCount > 1 ? `，第${page}/${pageCount}页` : ''}`}
      </PageHeading>
      {[...days].map(([key, articlesOfDay]) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h2 id={`day-${key}`} className="pb-2 text-sm text-muted">
            {dayTitle(key, today)}
          </h2>
          <ol>
            {articlesOfDay.map((article) => (
              <Item key={article.url} site={site} article={article} shown={shown} />
            ))}
          </ol>
        </section>
      ))}
      <Pagination page={page} pageCount={pageCount} hrefOf={(number) => storyHref(id, number)} />
      <JsonLd value={jsonLd} />
    </div>
  );
}

/** An article of the story. What an earlier one said in the same words is not said again. @param shown such texts */
function Item({ site, article, shown }: { site: SiteIdentity; article: Summary; shown: Set<string> }) {
  const { extract, twin, publishedAt } = article;
  const isNew = extract !== '' && !shown.has(extract);
  shown.add(extract);
  return (
    <li className="story-item flex gap-x-4 pb-5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
          <Instant at={publishedAt} timezone={site.timezone} form="minute" className="text-ink" />
          <Source article={article} className="py-0.5 text-accent" />
          {twin?.category && (
            <a href={pathHref(twin.url)} className="py-0.5">
              {`另见：${twin.category.title}`}
            </a>
          )}
        </p>
        <h3 className="font-serif text-lg font-bold text-balance">
          <TitleLink article={article} isHeadline className="visited:text-muted" />
        </h3>
        {isNew && (
          <p className="mt-1 line-clamp-3 text-muted" {...langOf(extract)}>
            {extract}
          </p>
        )}
      </div>
      <Thumbnail article={article} />
    </li>
  );
}
