import { pathHref } from '../../lib/addresses.ts';
import type { Summary } from '../../lib/archive/index.ts';
import { Instant } from '../page/instant.tsx';
import { Source } from '../story/source.tsx';

interface Props {
  article: Pick<Summary, 'category' | 'sourceName' | 'twin'> & { publishedAt?: number };
  timezone: string;
  /** False in a listing of one category. */
  showsCategory?: boolean;
  /** True where articles are told apart by their media. */
  showsMedium?: boolean;
}

/** Time and source of an article in one line, with the source of its twin; of a page, that it is one. */
export function Byline({ article, timezone, showsCategory = true, showsMedium = false }: Props) {
  const { category, twin, publishedAt } = article;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
      {publishedAt === undefined ? '页面' : <Instant at={publishedAt} timezone={timezone} />}
      {showsCategory && <Source article={showsMedium ? article : { category }} />}
      {showsCategory && twin?.category && (
        <a href={pathHref(twin.url)} className="py-0.5">
          {`另见：${twin.category.title}`}
        </a>
      )}
    </p>
  );
}
