import { storyHref } from '../../lib/addresses.ts';
import type { LinkedArticle, SiteIdentity, StorySummary } from '../../lib/archive/index.ts';
import { articleTitle, sourceTitle } from '../article/article-title.ts';
import { TitleLink } from '../article/title-link.tsx';
import { Instant } from '../page/instant.tsx';

interface Props {
  site: SiteIdentity;
  story: StorySummary;
}

/** Who carries a story, folded away: the articles behind the earliest one, and a link to all of them along time. */
export function StoryArticles({ site, story: { id, sourceCount, articleCount, lead, others } }: Props) {
  const hiddenCount = articleCount - 1 - others.length;
  return (
    <details className="text-sm print:hidden">
      <summary className="w-fit cursor-pointer py-1 text-accent">{`${sourceCount}个来源`}</summary>
      <ul className="pb-1">
        {others.map((article) => (
          <li key={article.url} className="flex items-baseline gap-x-4 py-1 leading-snug">
            <TitleLink article={article} label={labelOf(article, lead)} className="min-w-0 flex-1 visited:text-muted" />
            <Instant at={article.publishedAt} timezone={site.timezone} form="day-minute" className="text-muted" />
          </li>
        ))}
        <li>
          <a href={storyHref(id)} className="inline-block py-1 text-accent">
            {hiddenCount > 0 ? `还有${hiddenCount}篇，按时间看全部${articleCount}篇` : `共${articleCount}篇，按时间看`}
          </a>
        </li>
      </ul>
    </details>
  );
}

/** The source, and the title where it is another one. */
function labelOf(article: LinkedArticle, lead: LinkedArticle): string {
  const title = articleTitle(article);
  const source = sourceTitle(article);
  if (source === undefined) return title;
  return article.title === lead.title ? source : `${source}：${title}`;
}
