import { categoryHref, pathHref, type SearchAddress, searchHref } from '../../lib/addresses.ts';
import type { CategoryLink, SearchResults, SiteIdentity } from '../../lib/archive/index.ts';
import type { SearchPage as Page } from '../../lib/pages/index.ts';
import { type Piece, QUERY_LIMITS, type QueryProblem } from '../../lib/search/index.ts';
import { articleTitle } from '../article/article-title.ts';
import { Byline } from '../article/byline.tsx';
import { Pagination } from '../listing/pagination.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { SearchFacets } from './search-facets.tsx';
import { SearchFilters } from './search-filters.tsx';
import { SearchForm } from './search-form.tsx';

export function SearchPage({ site, page: { search, problem, query, found } }: { site: SiteIdentity; page: Page }) {
  const total = found?.results.total;
  return (
    <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_15rem]">
      <div>
        <PageHeading title="搜索">
          {total !== undefined && total > 0 && `找到${total.toLocaleString(site.lang)}条`}
        </PageHeading>
        <SearchForm id="search" query={search.q} className="mb-6 print:hidden">
          <SearchFilters search={search} />
        </SearchForm>
        {problem && <p role="alert">{explain(problem)}</p>}
        {found && total === 0 && <NothingFound search={search} similar={found.similar} />}
      </div>
      {found && total !== 0 && (
        <>
          <div className="lg:col-start-1">
            <SortNavigation search={search} />
            <Hits site={site} results={found.results} isTextShown={query !== undefined && query.terms.length > 0} />
            <Pagination page={found.page} pageCount={found.pageCount} hrefOf={(page) => searchHref(search, page)} />
          </div>
          <SearchFacets search={search} results={found.results} />
        </>
      )}
    </div>
  );
}

function SortNavigation({ search }: { search: SearchAddress }) {
  const { sort, ...relevant } = search;
  const item = (label: string, target: SearchAddress, isCurrent: boolean) => (
    <li>
      {isCurrent ? (
        <span aria-current="true" className="block py-1 font-bold">
          {label}
        </span>
      ) : (
        <a href={searchHref(target)} className="block py-1 text-muted">
          {label}
        </a>
      )}
    </li>
  );
  return (
    <nav aria-label="排序" className="mb-4 text-sm print:hidden">
      <ul className="flex gap-x-5">
        {item('最相关', relevant, sort === undefined)}
        {item('最新', { ...relevant, sort: 'date' }, sort === 'date')}
      </ul>
    </nav>
  );
}

interface HitsProps {
  site: SiteIdentity;
  results: SearchResults;
  /** False if the query has only filters: then no part of the text matches. */
  isTextShown: boolean;
}

function Hits({ site, results, isTextShown }: HitsProps) {
  return (
    <ol>
      {results.hits.map((hit) => (
        <li key={hit.url} className="border-t border-line py-4 first:border-t-0 first:pt-0">
          <h2 className="font-serif text-lg font-bold">
            <a href={pathHref(hit.url)} className="visited:text-muted">
              {hit.title === '' ? articleTitle(hit) : <Marked pieces={hit.titlePieces} />}
            </a>
          </h2>
          {isTextShown && hit.extracts.length > 0 ? (
            <p className="mt-1 text-muted">
              {hit.extracts.map((pieces, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
                <span key={i}>
                  {i > 0 && ' … '}
                  <Marked pieces={pieces} />
                </span>
              ))}
            </p>
          ) : (
            hit.extract && <p className="mt-1 line-clamp-2 text-muted">{hit.extract}</p>
          )}
          <div className="mt-1">
            <Byline article={hit} timezone={site.timezone} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Marked({ pieces }: { pieces: Piece[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
  return pieces.map(({ text, isMatch }, i) => (isMatch ? <mark key={i}>{text}</mark> : text));
}

function NothingFound({ search, similar }: { search: SearchAddress; similar: CategoryLink[] }) {
  const isFiltered = Object.keys(search).some((name) => name !== 'q' && name !== 'sort');
  return (
    <>
      <p className="mb-4">没有找到符合的文章。换一个更短的词试试。</p>
      {isFiltered && search.q !== '' && (
        <p className="mb-4">
          <a href={searchHref({ q: search.q })} className="text-accent">
            不限条件，只搜索“{search.q}”
          </a>
        </p>
      )}
      {similar.length > 0 && (
        <nav aria-label="相近的来源">
          <p>要找的可能是这些来源：</p>
          <ul className="flex flex-wrap gap-x-6">
            {similar.map(({ name, title }) => (
              <li key={name}>
                <a href={categoryHref(name)} className="block py-1 text-accent">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}

function explain({ reason, found }: QueryProblem): string {
  switch (reason) {
    case 'too-long':
      return `搜索的内容太长：最多${QUERY_LIMITS.characters}个字符，请缩短后再试。`;
    case 'too-many-terms':
      return `搜索的词太多：最多${QUERY_LIMITS.terms}个，请减少后再试。`;
    case 'no-date':
      return `“${found}”不是日期：请写成2022、2022-03或2022-03-01。`;
    default:
      return reason satisfies never;
  }
}
