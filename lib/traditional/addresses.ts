/** Before the path of every page in traditional characters. */
export const HANT_PREFIX = '/zh-hant';

/** Whether a site is in simplified characters, and so has two forms. */
export const isSimplified = ({ lang }: { lang: string }): boolean => SIMPLIFIED_LANGUAGE.test(lang);

/** BCP 47. */
export const SIMPLIFIED_LANGUAGE = /^zh(?:-(?:Hans|CN|SG|MY)\b.*)?$/i;

/** The traditional form of an address of this portal, with its query. */
export const hantHref = (href: string): string => HANT_PREFIX + href;

export const isHantPath = (path: string): boolean => path === HANT_PREFIX || path.startsWith(`${HANT_PREFIX}/`);

/** The plain form of an address under the prefix. */
export const withoutHant = (href: string): string => href.slice(HANT_PREFIX.length) || '/';

/** What is the same for both forms: files, feeds, sitemaps, what is for programs. */
const SHARED = /^\/(?:_next|client|api|feed|sitemap)(?:[/.]|$)|\.(?:xml|txt|json|js|css|ico|svg|png)(?:$|[?#])/;

/** Whether an address is that of a page of this portal, which has both forms. */
export const hasHantForm = (href: string): boolean =>
  href.startsWith('/') && !href.startsWith('//') && !SHARED.test(href) && !isHantPath(href);
