import { findOwnAddress, isNextInternal, TRADITIONAL_PREFIX } from '../addresses.ts';
import { getBasePath, withBase, withoutBase } from '../base-path.ts';

/** Languages (BCP 47) of simplified Chinese. */
export const SIMPLIFIED_LANGUAGE = /^zh(?:-(?:Hans|CN|SG|MY)\b.*)?$/i;

/** True for a site in simplified Chinese: only such a site has pages in traditional characters. */
export const isSimplified = ({ lang }: { lang: string }): boolean => SIMPLIFIED_LANGUAGE.test(lang);

/** The traditional form of an address of this portal as links have it, with its query. */
export const traditionalHref = (href: string): string =>
  withBase(TRADITIONAL_PREFIX) + href.slice(getBasePath().length);

export const isTraditionalPath = (path: string): boolean =>
  path === TRADITIONAL_PREFIX || path.startsWith(`${TRADITIONAL_PREFIX}/`);

/** The simplified form of a path in either form. */
export const simplifiedPath = (path: string): string =>
  isTraditionalPath(path) ? path.slice(TRADITIONAL_PREFIX.length) || '/' : path;

/** The simplified form of an address that `traditionalHref` has made. */
export const simplifiedHref = (href: string): string => withBase(simplifiedPath(withoutBase(href) ?? href));

/** Endings of files that are not pages, such as those that posts link to. */
const FILE_ENDING = /\.(?:xml|txt|json|js|css|ico|svg|png|md)$/;

/** True for the address of a page of this portal, which has a traditional form; false for files, feeds and other sites. */
export function hasTraditionalForm(href: string): boolean {
  const address = withoutBase(href);
  if (!address?.startsWith('/') || address.startsWith('//')) return false;
  const path = address.split(/[?#]/, 1)[0] ?? '';
  if (isTraditionalPath(path) || isNextInternal(path) || FILE_ENDING.test(path)) return false;
  const own = findOwnAddress(path);
  return own === undefined || own.kind === 'page';
}
