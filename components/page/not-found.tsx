import type { ContentPageView } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { langOf } from '../article/article-title.ts';
import { SafeBody } from '../article/safe-body.tsx';
import { SearchForm } from '../search/search-form.tsx';
import { PageHeading } from './page-heading.tsx';

const LINKS = [
  ['/', '返回首页'],
  ['/categories', '全部来源'],
  ['/archive', '归档'],
] as const;

/** @param page what the content folder says in place of the portal's own text */
export function NotFound({ page }: { page: ContentPageView | undefined }) {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading kicker="404" title={page?.title ?? '没有这个页面'} {...(page && langOf(page.title))} />
      {page ? (
        <div className="mb-6">
          <SafeBody html={page.html} />
        </div>
      ) : (
        <p className="mb-4">地址可能写错了，或者文章不在这里。可以搜索：</p>
      )}
      <SearchForm id="not-found-search" className="mb-6" />
      <ul className="flex flex-wrap gap-x-6">
        {LINKS.map(([path, label]) => (
          <li key={path}>
            <a href={withBase(path)} className="block py-1 text-accent">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
