import { storyHref } from '../../lib/addresses.ts';
import type { Surroundings as Found, LinkedArticle, SiteIdentity } from '../../lib/archive/index.ts';
import { Instant } from '../page/instant.tsx';
import { sourceTitle } from './article-title.ts';
import { TitleLink } from './title-link.tsx';

/** Below an article: copies of the story from other sources, folded away, with a link to all; and related articles. */
export function Surroundings({ site, surroundings }: { site: SiteIdentity; surroundings: Found }) {
  const { story, copies, related } = surroundings;
  return (
    <>
      {copies.length > 0 && (
        <details className="mt-4 print:hidden">
          <summary className="w-fit cursor-pointer py-1 text-muted">{`其他来源的同一消息（${copies.length}）`}</summary>
          <ul className="pt-1">
            {copies.map((copy) => (
              <Item key={copy.url} site={site} article={copy} label={sourceTitle(copy)} />
            ))}
            {story && (
              <li>
                <a href={storyHref(story.id)} className="inline-block py-1 text-accent">
                  {`${story.sourceCount}个来源，按时间看`}
                </a>
              </li>
            )}
          </ul>
        </details>
      )}
      {related.length > 0 && (
        <section aria-labelledby="related" className="mt-8 print:hidden">
          <h2 id="related" className="border-t-2 border-ink py-2 font-serif text-lg font-bold">
            相关文章
          </h2>
          <ul className="border-t border-line pt-1">
            {related.map((article) => (
              <Item key={article.url} site={site} article={article} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Item({ site, article, label }: { site: SiteIdentity; article: LinkedArticle; label?: string | undefined }) {
  return (
    <li className="flex items-baseline gap-x-4 py-1 leading-snug">
      <TitleLink article={article} {...(label && { label })} className="min-w-0 flex-1 visited:text-muted" />
      <Instant at={article.publishedAt} timezone={site.timezone} className="text-sm text-muted" />
    </li>
  );
}
