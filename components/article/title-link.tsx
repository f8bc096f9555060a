import { pathHref } from '../../lib/addresses.ts';
import type { ArticleLink } from '../../lib/archive/index.ts';
import { articleTitle, langOf } from './article-title.ts';

interface Props {
  article: ArticleLink;
  /** Text in place of the title. */
  label?: string;
  rel?: 'prev' | 'next';
  className?: string;
}

/** An article's title as a link to the article. */
export function TitleLink({ article, label = articleTitle(article), rel, className }: Props) {
  return (
    <a href={pathHref(article.url)} rel={rel} className={className} {...langOf(label)}>
      {label}
    </a>
  );
}
