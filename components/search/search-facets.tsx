import { Children, type ReactNode } from 'react';
import { type SearchAddress, searchHref } from '../../lib/addresses.ts';
import type { SearchResults } from '../../lib/archive/index.ts';

interface Props {
  search: SearchAddress;
  results: SearchResults;
}

/** Facets of a search: numbers of hits by category and by year. Each links to the narrower search. */
export function SearchFacets({ search, results }: Props) {
  const { category: chosen, ...anyCategory } = search;
  const { after, before, ...anyTime } = search;
  return (
    <aside aria-label="缩小范围" className="mt-8 text-sm lg:mt-0 print:hidden">
      <FacetList title="来源">
        {chosen !== undefined && <Reset href={searchHref(anyCategory)} label="全部来源" />}
        {results.categories.map(({ name, title, count }) => (
          <FacetItem
            key={name}
            label={title}
            count={count}
            {...(name !== chosen && { href: searchHref({ ...search, category: name }) })}
          />
        ))}
      </FacetList>
      <FacetList title="年份">
        {(after ?? before) !== undefined && <Reset href={searchHref(anyTime)} label="不限时间" />}
        {results.years.map(({ period, count }) => {
          const year = { after: `${period}-01-01`, before: `${Number(period) + 1}-01-01` };
          const isChosen = after === year.after && before === year.before;
          return (
            <FacetItem
              key={period}
              label={`${period}年`}
              count={count}
              {...(!isChosen && { href: searchHref({ ...search, ...year }) })}
            />
          );
        })}
      </FacetList>
    </aside>
  );
}

/** @param children nothing but empty lists where no hit has the facet, as where pages alone are found */
function FacetList({ title, children }: { title: string; children: ReactNode }) {
  if (Children.toArray(children).length === 0) return null;
  return (
    <section className="mb-6">
      <h2 className="mb-1 border-b border-line pb-1 font-bold">{title}</h2>
      <ul className="flex flex-wrap gap-x-5 lg:block">{children}</ul>
    </section>
  );
}

/** One facet value; without `href` it is the current one. */
function FacetItem({ href, label, count }: { href?: string; label: string; count: number }) {
  const content = (
    <>
      {label}
      <span className="text-muted">{count}</span>
    </>
  );
  return (
    <li>
      {href === undefined ? (
        <span aria-current="true" className="flex items-baseline gap-2 py-1 font-bold">
          {content}
        </span>
      ) : (
        <a href={href} rel="nofollow" className="flex items-baseline gap-2 py-1">
          {content}
        </a>
      )}
    </li>
  );
}

const Reset = ({ href, label }: { href: string; label: string }) => (
  <li>
    <a href={href} rel="nofollow" className="block py-1 text-accent">
      {label}
    </a>
  </li>
);
