import type { SiteIdentity, Summary } from '../../lib/archive/index.ts';
import { langOf } from '../article/article-title.ts';
import { Byline } from '../article/byline.tsx';
import { TitleLink } from '../article/title-link.tsx';

interface Props {
  site: SiteIdentity;
  articles: Summary[];
  /** Heading level of the titles. */
  heading?: 'h2' | 'h3';
  showsCategory?: boolean;
}

/** Articles with title, extract and byline, newest first. */
export function ArticleList({ site, articles, heading: Heading = 'h2', showsCategory = true }: Props) {
  return (
    <ol>
      {articles.map((article) => (
        <li key={article.url} className="border-t border-line py-4 first:border-t-0 first:pt-0">
          <Heading className="font-serif text-lg font-bold">
            <TitleLink article={article} className="visited:text-muted" />
          </Heading>
          {article.extract && (
            <p className="mt-1 line-clamp-2 text-muted" {...langOf(article.extract)}>
              {article.extract}
            </p>
          )}
          <div className="mt-1">
            <Byline article={article} timezone={site.timezone} showsCategory={showsCategory} />
          </div>
        </li>
      ))}
    </ol>
  );
}
