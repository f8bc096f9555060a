import { categoryHref, pathHref } from '../../lib/addresses.ts';
import type { Summary } from '../../lib/archive/index.ts';
import { Instant } from '../page/instant.tsx';

interface Props {
  article: Pick<Summary, 'category' | 'twin'> & { publishedAt?: number };
  timezone: string;
  /** False in a listing of one category. */
  showsCategory?: boolean;
}

/** Time and source of an article in one line, with the source of its twin; of a page, that it is one. */
export function Byline({ article, timezone, showsCategory = true }: Props) {
  const { category, twin, publishedAt } = article;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
      {publishedAt === undefined ? '页面' : <Instant at={publishedAt} timezone={timezone} />}
      {showsCategory && category && (
        <a href={categoryHref(category.name)} className="py-0.5">
          {category.title}
        </a>
      )}
      {showsCategory && twin?.category && (
        <a href={pathHref(twin.url)} className="py-0.5">
          {`另见：${twin.category.title}`}
        </a>
      )}
    </p>
  );
}
