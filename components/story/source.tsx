import { categoryHref } from '../../lib/addresses.ts';
import type { CategoryLink } from '../../lib/archive/index.ts';

interface Props {
  article: { sourceName?: string | undefined; category?: CategoryLink | undefined };
  /** Of the link to the category. */
  className?: string;
}

/** Who tells an article: the medium that it names, and the category in which it stands where that is not the medium's own. */
export function Source({ article: { sourceName, category }, className = 'py-0.5' }: Props) {
  // Titles of the categories of media begin with their names: 财联社新闻.
  const isOwn = sourceName === undefined || category?.title.startsWith(sourceName);
  return (
    <>
      {!isOwn && <span>{sourceName}</span>}
      {category && (
        <a href={categoryHref(category.name)} className={className}>
          {category.title}
        </a>
      )}
    </>
  );
}
