import { categoryHref } from '../../lib/addresses.ts';
import type { Category } from '../../lib/archive/index.ts';
import { PageHeading } from '../page/page-heading.tsx';

/** All categories, grouped by the initial of their pinyin, in the archive's order. */
export function CategoryIndex({ categories }: { categories: Category[] }) {
  const groups = Map.groupBy(categories, ({ initial }) => initial);
  return (
    <>
      <PageHeading title="全部来源">{`共${categories.length}个来源`}</PageHeading>
      <nav aria-label="按拼音首字母" className="mb-6 print:hidden">
        <ul className="-mx-2 flex flex-wrap">
          {[...groups.keys()].map((initial) => (
            <li key={initial}>
              <a href={`#${anchorOf(initial)}`} className="block min-w-9 px-2 py-1.5 text-center">
                {initial}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {[...groups].map(([initial, members]) => (
        <section
          key={initial}
          aria-labelledby={anchorOf(initial)}
          className="grid gap-x-4 border-t border-line py-2 sm:grid-cols-[3rem_minmax(0,1fr)]"
        >
          <h2 id={anchorOf(initial)} className="font-serif text-xl font-bold text-accent">
            {initial}
          </h2>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(11rem,100%),1fr))] gap-x-8">
            {members.map(({ name, title, count }) => (
              <li key={name}>
                <a href={categoryHref(name)} className="flex items-baseline gap-2 py-1.5">
                  {title}
                  <span className="text-sm text-muted">{count}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const anchorOf = (initial: string): string => (initial === '#' ? 'other' : initial);
