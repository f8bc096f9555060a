import { categoryHref, isNextInternal } from '../../lib/addresses.ts';
import type { CategoryLink, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZoned } from '../../lib/calendar.ts';
import { isSimplified, traditionalHref } from '../../lib/traditional/addresses.ts';
import { OwnLinks } from '../own/own-links.tsx';
import { SearchForm } from '../search/search-form.tsx';
import { weekdayOf } from './day.ts';
import { ReadingSettings } from './reading-settings.tsx';

interface Props {
  site: SiteIdentity;
  /** The most active categories. */
  categories: CategoryLink[];
  /** Seconds since 1970. */
  now: number;
  /** Canonical path of the page: the link to it is marked as current. */
  path: string;
  /** Query of the page: with its question mark, or empty. */
  query: string;
}

export function Masthead({ site, categories, now, path, query }: Props) {
  const today = toZoned(now, site.timezone);
  return (
    <header>
      <a
        href="#main"
        className="sr-only bg-paper focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        跳到正文
      </a>
      <div className="grid grid-cols-[1fr_auto] items-end gap-x-4 sm:gap-x-6 gap-y-3 pt-4 pb-4 sm:grid-cols-[1fr_auto_auto] sm:pt-8">
        <p className="flex flex-wrap items-baseline gap-x-4">
          <a href={withBase('/')} className="font-serif text-3xl font-bold tracking-wide hover:no-underline">
            {site.title}
          </a>
          <span className="text-sm whitespace-nowrap text-muted">
            {`${today.year}年${today.month}月${today.day}日`}
            <span className="max-[22rem]:hidden">{weekdayOf(today)}</span>
          </span>
        </p>
        <div className="flex items-center gap-x-1 print:hidden">
          {isSimplified(site) && (
            // The page for unknown addresses has no traditional form of its own.
            <a
              href={traditionalHref(withBase(isNextInternal(path) ? '/' : path + query))}
              hrefLang="zh-Hant"
              lang="zh-Hant"
              className="flex h-10 items-center px-2"
            >
              繁體
            </a>
          )}
          <ReadingSettings />
        </div>
        <SearchForm id="masthead-search" className="col-span-2 sm:col-span-1 sm:w-72 print:hidden" />
      </div>
      <nav aria-label="主导航" className="border-y border-t-2 border-line border-t-ink print:hidden">
        <ul className="scroll-row flex overflow-x-auto whitespace-nowrap">
          <NavigationItem href={withBase('/')} label="首页" path={path} isMain />
          <OwnLinks />
          <NavigationItem href={withBase('/categories')} label="全部来源" path={path} isMain />
          <NavigationItem href={withBase('/archive')} label="归档" path={path} isMain />
          {categories.map(({ name, title }) => (
            <NavigationItem key={name} href={categoryHref(name)} label={title} path={path} />
          ))}
        </ul>
      </nav>
    </header>
  );
}

interface ItemProps {
  href: string;
  label: string;
  path: string;
  isMain?: boolean;
}

function NavigationItem({ href, label, path, isMain = false }: ItemProps) {
  const isCurrent = href === withBase(path);
  const colour = isCurrent ? 'text-accent' : isMain ? '' : 'text-muted';
  return (
    <li>
      <a
        href={href}
        {...(isCurrent && { 'aria-current': 'page' })}
        className={`block py-2 pr-5 -outline-offset-2 ${isMain ? 'font-bold' : ''} ${colour}`}
      >
        {label}
      </a>
    </li>
  );
}
