import { pathHref } from '../../lib/addresses.ts';
import type { ArticleLink } from '../../lib/archive/index.ts';
import { Headline } from '../page/headline.tsx';
import { articleTitle, langOf } from './article-title.ts';

interface Props {
  article: ArticleLink;
  /** Text in place of the title. */
  label?: string;
  /** True where the title is large enough for its breaks to be seen. */
  isHeadline?: boolean;
  rel?: 'prev' | 'next';
  className?: string;
}

/** An article's title as a link to the article. */
export function TitleLink({ article, label = articleTitle(article), isHeadline = false, rel, className }: Props) {
  return (
    <a href={pathHref(article.url)} rel={rel} className={className} {...langOf(label)}>
      {isHeadline ? <Headline title={label} /> : label}
    </a>
  );
}
