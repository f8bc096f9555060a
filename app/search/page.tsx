import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SearchResults } from '../../components/search-results.tsx';
import { searchHref } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import { pageMetadata } from '../metadata.ts';
import { getSite } from '../reads.ts';
import { dropTrailingSlash, parseQueryPage, readQuery } from '../request.ts';

type Props = PageProps<'/search'>;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q = '' } = readQuery(await searchParams);
  const title = q === '' ? '搜索' : `搜索：${q}`;
  const href = q === '' ? '/search' : searchHref(q);
  return pageMetadata({ site: await getSite(), title, description: title, href, isIndexed: false });
}

export default async function SearchPage({ searchParams }: Props) {
  const { q = '', page: pageText } = readQuery(await searchParams);
  await dropTrailingSlash(q === '' ? '/search' : searchHref(q));
  const page = parseQueryPage(pageText);
  if (page === undefined) notFound();
  if (q === '') return <SearchResults site={await getSite()} query="" />;
  const listing = await getArchive().searchTitles(q, page);
  if (page > listing.pageCount) notFound();
  return <SearchResults site={await getSite()} query={q} listing={listing} />;
}
