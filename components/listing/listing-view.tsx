import type { ReactNode } from 'react';
import type { Listing, ListingKey, SiteIdentity } from '../../lib/archive/index.ts';
import { PageHeading } from '../page/page-heading.tsx';
import { ArticleList } from './article-list.tsx';
import { NewArticles } from './new-articles.tsx';
import { Pagination } from './pagination.tsx';

interface Props {
  site: SiteIdentity;
  /** Kind of the listing, shown above the title. */
  kicker?: string;
  title: string;
  /** How much there is, in place of the number of articles. */
  extent?: string;
  listingKey: ListingKey;
  listing: Listing;
  hrefOf: (page: number) => string;
  showsCategory?: boolean;
  /** Shown between the heading and the list. */
  children?: ReactNode;
}

/** One page of a listing. */
export function ListingView({
  site,
  kicker,
  title,
  extent,
  listingKey,
  listing,
  hrefOf,
  showsCategory = true,
  children,
}: Props) {
  const { articles, articleCount, page, pageCount } = listing;
  return (
    <div className="mx-auto max-w-3xl">
      <NewArticles listingKey={listingKey} listing={listing} href={hrefOf(1)} />
      <PageHeading title={title} {...(kicker !== undefined && { kicker })}>
        {`${extent ?? `共${articleCount}条`}${pageCount > 1 ? `，第${page}/${pageCount}页` : ''}`}
      </PageHeading>
      {children}
      {articles.length > 0 ? (
        <ArticleList site={site} articles={articles} showsCategory={showsCategory} />
      ) : (
        <p className="text-muted">{articleCount === 0 ? '还没有文章。' : '这一页的文章都在别的页上。'}</p>
      )}
      <Pagination page={page} pageCount={pageCount} hrefOf={hrefOf} />
    </div>
  );
}
