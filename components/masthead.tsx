import { categoryHref } from '../lib/addresses.ts';
import type { CategoryLink, SiteIdentity } from '../lib/archive/index.ts';
import { toZoned } from '../lib/content/index.ts';
import { SearchForm } from './search-form.tsx';

const WEEKDAYS = '日一二三四五六';

interface Props {
  site: SiteIdentity;
  /** The most active ones. */
  categories: CategoryLink[];
  /** Seconds since 1970. */
  now: number;
}

export function Masthead({ site, categories, now }: Props) {
  const { year, month, day } = toZoned(now, site.timezone);
  const weekday = WEEKDAYS.charAt(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
  const date = `${year}年${month}月${day}日星期${weekday}`;
  return (
    <header>
      <a
        href="#main"
        className="sr-only bg-paper focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        跳到正文
      </a>
      <div className="grid items-end gap-x-8 gap-y-3 pt-5 pb-4 sm:grid-cols-[1fr_auto] sm:pt-8">
        <p className="flex flex-wrap items-baseline gap-x-4">
          <a href="/" className="font-serif text-2xl font-bold tracking-wide hover:no-underline">
            {site.title}
          </a>
          <span className="text-sm text-muted">{date}</span>
        </p>
        <SearchForm id="masthead-search" className="sm:w-72 print:hidden" />
      </div>
      <nav aria-label="主导航" className="border-y border-t-2 border-line border-t-ink print:hidden">
        <ul className="flex overflow-x-auto whitespace-nowrap sm:flex-wrap">
          <NavigationItem href="/" label="首页" isMain />
          <NavigationItem href="/categories" label="全部来源" isMain />
          <NavigationItem href="/archive" label="归档" isMain />
          {categories.map(({ name, title }) => (
            <NavigationItem key={name} href={categoryHref(name)} label={title} />
          ))}
        </ul>
      </nav>
    </header>
  );
}

function NavigationItem({ href, label, isMain = false }: { href: string; label: string; isMain?: boolean }) {
  return (
    <li>
      <a href={href} className={`block py-2 pr-5 -outline-offset-2 ${isMain ? 'font-bold' : 'text-muted'}`}>
        {label}
      </a>
    </li>
  );
}
