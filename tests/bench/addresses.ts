import { archiveHref, categoryHref, feedHref, pathHref, searchHref, tagHref } from '../../lib/addresses.ts';
import { type Archive, type ArchiveLocation, openArchive } from '../../lib/archive/index.ts';

/** Addresses of articles, `count` at most, evenly over the archive's first 50,000. */
export async function listArticleAddresses(location: ArchiveLocation, count: number): Promise<string[]> {
  const archive = openArchive(location);
  const entries = (await archive.listSitemapEntries(1)) ?? [];
  archive.close();
  const step = Math.max(1, Math.floor(entries.length / count));
  return entries
    .filter((_, i) => i % step === 0)
    .slice(0, count)
    .map(({ url }) => pathHref(url));
}

/**
 * So many different addresses of an archive that each answer with a page or a redirect, in no order: articles, every page of
 * every listing, feeds, and links by an article's code; searches for what is still missing.
 */
export async function listDistinctAddresses(location: ArchiveLocation, count: number): Promise<string[]> {
  const archive = openArchive(location);
  try {
    const addresses = new Set<string>();
    for (const source of [iterateArticles, iterateListings, iterateCodes, iterateSearches]) {
      for await (const address of source(archive)) {
        if (addresses.size === count) break;
        addresses.add(address);
      }
    }
    return shuffle([...addresses]);
  } finally {
    archive.close();
  }
}

/** Addresses of listings and their feeds, `count` at most, first pages and later ones. */
export async function listListingAddresses(location: ArchiveLocation, count: number): Promise<string[]> {
  const archive = openArchive(location);
  try {
    const addresses: string[] = [];
    for await (const address of iterateListings(archive)) {
      if (addresses.length === count) break;
      addresses.push(address);
    }
    return addresses;
  } finally {
    archive.close();
  }
}

async function* iterateArticles(archive: Archive): AsyncGenerator<string> {
  for (const { part } of await archive.listSitemapParts()) {
    for (const { url } of (await archive.listSitemapEntries(part)) ?? []) yield pathHref(url);
  }
}

async function* iterateListings(archive: Archive): AsyncGenerator<string> {
  for (const { name, title } of await archive.listCategories()) {
    yield feedHref({ kind: 'category', name });
    const category = await archive.listArticles({ kind: 'category', name }, 1);
    for (let page = 1; page <= (category?.pageCount ?? 0); page++) yield categoryHref(name, page);
    const tag = await archive.listArticles({ kind: 'tag', name: title }, 1);
    for (let page = 1; page <= (tag?.pageCount ?? 0); page++) yield tagHref(title, page);
  }
  const latest = await archive.listArticles({ kind: 'latest' }, 1);
  for (let page = 1; page <= (latest?.pageCount ?? 0); page++) yield archiveHref('', page);
}

/** An article's code is the end of its address. */
async function* iterateCodes(archive: Archive): AsyncGenerator<string> {
  for await (const address of iterateArticles(archive)) {
    const code = /([^/]+)\.html$/.exec(address)?.[1];
    if (code !== undefined) yield `/html_News/NewsShare.html?infoCode=${code}`;
  }
}

async function* iterateSearches(): AsyncGenerator<string> {
  for (let i = 0; ; i++) yield searchHref({ q: `银行 ${i}` });
}

/** The same order each time (Fisher and Yates, with Lehmer's numbers), so that every part of a run asks for the same mixture. */
function shuffle(addresses: string[]): string[] {
  let state = 1;
  for (let i = addresses.length - 1; i > 0; i--) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    [addresses[i], addresses[j]] = [addresses[j] ?? '', addresses[i] ?? ''];
  }
  return addresses;
}
