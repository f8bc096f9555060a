import type { SiteIdentity, Summary } from '../../lib/archive/index.ts';
import { langOf } from '../article/article-title.ts';
import { Byline } from '../article/byline.tsx';
import { TitleLink } from '../article/title-link.tsx';
import { Thumbnail } from './lead-picture.tsx';

interface Props {
  site: SiteIdentity;
  articles: Summary[];
  /** Heading level of the titles. */
  heading?: 'h2' | 'h3';
  showsCategory?: boolean;
}

/** Articles with title, extract, byline and picture, newest first. */
export function ArticleList({ site, articles, heading: Heading = 'h2', showsCategory = true }: Props) {
  return (
    <ol>
      {articles.map((article) => (
        <li key={article.url} className="flex gap-x-4 border-t border-line py-4 first:border-t-0 first:pt-0">
          <div className="min-w-0 flex-1">
            <Heading className="font-serif text-lg font-bold text-balance">
              <TitleLink article={article} isHeadline className="visited:text-muted" />
            </Heading>
            {article.extract && (
              <p className="mt-1 line-clamp-2 text-muted" {...langOf(article.extract)}>
                {article.extract}
              </p>
            )}
            <div className="mt-1">
              <Byline article={article} timezone={site.timezone} showsCategory={showsCategory} />
            </div>
          </div>
          <Thumbnail article={article} />
        </li>
      ))}
    </ol>
  );
}
