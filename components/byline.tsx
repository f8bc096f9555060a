import { categoryHref, pathHref } from '../lib/addresses.ts';
import type { Summary } from '../lib/archive/index.ts';
import { Instant } from './instant.tsx';

interface Props {
  article: Summary;
  timezone: string;
  /** False where the listing is of one category. */
  showsCategory?: boolean;
}

/** When an article appeared and where, in one line; the other source of the same article beside the first. */
export function Byline({ article, timezone, showsCategory = true }: Props) {
  const { category, twin, publishedAt } = article;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
      <Instant at={publishedAt} timezone={timezone} />
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
