import type { ContentPageView } from '../../lib/archive/index.ts';
import { langOf } from '../article/article-title.ts';
import { SafeBody } from '../article/safe-body.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { SearchForm } from '../search/search-form.tsx';
import { WaysOn } from './ways-on.tsx';

/** @param page what the content folder says in place of the portal's own text */
export function NotFound({ page }: { page: ContentPageView | undefined }) {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading kicker="404" title={page?.title ?? '没有这个页面'} {...(page && langOf(page.title))} />
      {page ? (
        <div className="mb-6">
          <SafeBody html={page.html} pictures={page.pictures} />
        </div>
      ) : (
        <p className="mb-4">地址可能写错了，或者文章不在这里。可以搜索：</p>
      )}
      <SearchForm id="not-found-search" className="mb-6" />
      <WaysOn />
    </div>
  );
}
