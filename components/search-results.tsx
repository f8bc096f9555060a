import { searchHref } from '../lib/addresses.ts';
import type { Listing, SiteIdentity } from '../lib/archive/index.ts';
import { ArticleList } from './article-list.tsx';
import { PageHeading } from './page-heading.tsx';
import { Pagination } from './pagination.tsx';
import { SearchForm } from './search-form.tsx';

interface Props {
  site: SiteIdentity;
  query: string;
  /** Absent where nothing was asked. */
  listing?: Listing;
}

export function SearchResults({ site, query, listing }: Props) {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title={query === '' ? '搜索' : `搜索：${query}`}>
        {listing && `找到${listing.articleCount}条`}
      </PageHeading>
      <SearchForm id="search" query={query} className="mb-8 print:hidden" />
      {listing?.articleCount === 0 && (
        <p>
          没有标题包含“{query}”的文章。换一个词试试，或到
          <a href="/categories" className="text-accent">
            全部来源
          </a>
          里找。
        </p>
      )}
      {listing && listing.articleCount > 0 && (
        <>
          <ArticleList site={site} articles={listing.articles} />
          <Pagination page={listing.page} pageCount={listing.pageCount} hrefOf={(page) => searchHref(query, page)} />
        </>
      )}
    </div>
  );
}
