import { SearchForm } from '../search/search-form.tsx';
import { PageHeading } from './page-heading.tsx';

export function NotFound() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading kicker="404" title="没有这个页面" />
      <p className="mb-4">地址可能写错了，或者文章不在这里。可以搜索：</p>
      <SearchForm id="not-found-search" className="mb-6" />
      <ul className="flex flex-wrap gap-x-6">
        {[
          ['/', '返回首页'],
          ['/categories', '全部来源'],
          ['/archive', '归档'],
        ].map(([href, label]) => (
          <li key={href}>
            <a href={href} className="block py-1 text-accent">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
