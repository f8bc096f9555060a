import { Readable } from 'node:stream';
import { SitemapIndexStream, SitemapStream, streamToPromise } from 'sitemap';
import { pathHref, sitemapPartHref } from '../../addresses.ts';
import type { SiteIdentity, SitemapEntry, SitemapPart } from '../../archive/index.ts';
import { pictureOf, toRfc3339 } from '../feed.ts';
import { element, renderDocument } from '../xml.ts';

/** Of sitemaps (sitemaps.org). */
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The index of the sitemap's parts (sitemaps.org). */
export async function renderSitemapIndex(site: SiteIdentity, parts: readonly SitemapPart[]): Promise<string> {
  const rows = parts.map(({ part, modifiedAt }) => ({
    url: site.url + sitemapPartHref(part),
    ...(modifiedAt !== undefined && { lastmod: toRfc3339(modifiedAt) }),
  }));
  return renderIndex(rows);
}

/** Parts as an index of them. */
export async function renderIndex(rows: readonly { url: string; lastmod?: string }[]): Promise<string> {
  return (await streamToPromise(Readable.from(rows).pipe(new SitemapIndexStream()))).toString();
}

/**
 * One part: at least one and at most 50,000 addresses (sitemaps.org), each with its last change and its picture, where these are
 * known. Measured: 50,000 take 0.3 s and 100 MB.
 */
export async function renderSitemapPart(site: SiteIdentity, entries: readonly SitemapEntry[]): Promise<string> {
  const rows = entries.map((entry) => ({
    url: site.url + pathHref(entry.url),
    ...(entry.modifiedAt !== undefined && { lastmod: toRfc3339(entry.modifiedAt) }),
    img: imagesOf(entry, site),
  }));
  return renderAddresses(site, rows, { image: true });
}

/** The picture of an article or page (Google's image extension, 1.1). */
export function imagesOf(entry: { image?: string }, site: SiteIdentity): { url: string }[] {
  const picture = pictureOf(entry, site);
  return picture ? [{ url: picture.href }] : [];
}

/** Rows of the sitemap library's form as a document, which has none where nothing is new. @param used extensions of the protocol that they use */
export async function renderAddresses(
  site: SiteIdentity,
  rows: readonly object[],
  used: { image?: boolean; news?: boolean; xhtml?: boolean },
): Promise<string> {
  if (rows.length === 0) return renderDocument(element('urlset', { xmlns: NAMESPACE }));
  const stream = new SitemapStream({
    hostname: site.url,
    xmlns: { news: false, xhtml: false, image: false, video: false, ...used },
  });
  return (await streamToPromise(Readable.from(rows).pipe(stream))).toString();
}
