import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SearchPage } from '../../components/search/search-page.tsx';
import { searchHref } from '../../lib/addresses.ts';
import { type CategoryLink, getArchive } from '../../lib/archive/index.ts';
import { parseQuery, type Query } from '../../lib/search/index.ts';
import { pageMetadata } from '../_lib/metadata.ts';
import { getSite } from '../_lib/reads.ts';
import { parseQueryPage, redirectToPage } from '../_lib/request.ts';
import { fieldsOf, orderOf, readSearch } from '../_lib/search-request.ts';

type Props = PageProps<'/search'>;

/** Hits on a page. */
const PAGE_SIZE = 20;
/** Last page of a search; readers who want more articles can narrow it. */
const MAX_PAGES = 500;
/** Categories that are suggested if nothing is found. */
const SIMILAR_CATEGORIES = 6;
/** Characters of the query that the page's title shows. */
const SHOWN_LENGTH = 60;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const search = readSearch(await searchParams);
  const shown = search.q.toWellFormed().slice(0, SHOWN_LENGTH);
  const title = shown === '' ? '搜索' : `搜索：${shown}`;
  return pageMetadata({
    site: await getSite(),
    title,
    description: title,
    href: search.q === '' ? '/search' : searchHref({ q: shown }),
    isIndexed: false,
  });
}

export default async function Page({ searchParams }: Props) {
  const parameters = await searchParams;
  const search = readSearch(parameters);
  await redirectToPage(searchHref(search));
  const page = parseQueryPage([parameters.page].flat()[0]);
  if (page === undefined || page > MAX_PAGES) notFound();
  const site = await getSite();
  const { q, ...filters } = fieldsOf(search);
  const query = parseQuery(q, filters);
  if (!query) return <SearchPage site={site} search={search} />;
  if ('reason' in query) return <SearchPage site={site} search={search} problem={query} />;
  const archive = getArchive();
  const results = await archive.search(query, {
    order: orderOf(search),
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const pageCount = Math.min(MAX_PAGES, Math.max(1, Math.ceil(results.total / PAGE_SIZE)));
  if (page > pageCount) notFound();
  const similar = results.total === 0 ? await listSimilar(query) : [];
  return <SearchPage site={site} search={search} query={query} found={{ results, page, pageCount, similar }} />;
}

/** Categories whose names are like the terms of a search that finds nothing. */
async function listSimilar({ terms, categories }: Query): Promise<CategoryLink[]> {
  const similar = await Promise.all(
    [terms.join(''), ...categories].map((text) => getArchive().listSimilarCategories(text, SIMILAR_CATEGORIES)),
  );
  const unique = new Map(similar.flat().map((category) => [category.name, category]));
  return [...unique.values()].slice(0, SIMILAR_CATEGORIES);
}
