/** The portal's own addresses (design, section 5): the one place where a name becomes part of a link. */

/** Where the whole page of 404 is: Next answers an unknown address with a shell that only its scripts would fill. */
export const NOT_FOUND_PATH = '/_not-found';

/** A path segment as RFC 3986 writes it; Han characters percent-encoded, sub-delimiters left readable. */
function encodeSegment(segment: string): string {
  return encodeURI(segment.toWellFormed()).replace(/[/?#]/g, encodeURIComponent);
}

/** A decoded path of this portal, ready for `href` and `Location`. */
export function pathHref(path: string): string {
  return encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}

export function categoryHref(name: string, page = 1): string {
  return page === 1 ? `/category/${encodeSegment(name)}.html` : `/category/${encodeSegment(name)}/${page}`;
}

export function tagHref(tag: string, page = 1): string {
  return page === 1 ? `/tag/${encodeSegment(tag)}` : `/tag/${encodeSegment(tag)}/${page}`;
}

/** Listing of a period (`2022`, `2022-02`, `2022-02-22`); of everything, where none is given. */
export function archiveHref(period = '', page = 1): string {
  const path = ['/archive', ...period.split('-').filter(Boolean)].join('/');
  return page === 1 ? path : `${path}/page/${page}`;
}

/** What a search page is asked for. */
export interface SearchAddress {
  q: string;
  category?: string;
  tag?: string;
  source?: string;
  after?: string;
  before?: string;
  sort?: 'date';
}

/** Parameters in a fixed order, so that the same search has one address. */
export function searchHref({ q, category, tag, source, after, before, sort }: SearchAddress, page = 1): string {
  const parameters = new URLSearchParams({ q });
  for (const [name, value] of Object.entries({ category, tag, source, after, before, sort })) {
    if (value !== undefined) parameters.set(name, value);
  }
  if (page > 1) parameters.set('page', String(page));
  return `/search?${parameters}`;
}

/** Atom feed of the whole site, or of one category. */
export function feedHref(category?: string): string {
  return category === undefined ? '/feed.xml' : `/feed/${encodeSegment(category)}.xml`;
}

export function sitemapPartHref(part: number): string {
  return `/sitemap/${part}.xml`;
}

/** True for a name that no path segment can carry: browsers resolve `.` and `..`, even percent-encoded. */
export function isUnaddressable(name: string): boolean {
  return name === '' || name === '.' || name === '..';
}
