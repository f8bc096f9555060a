import { cleanText } from '../plain-text.ts';

/** Base for relative URLs. https, so that `//host/x` becomes `https://host/x`. */
const HERE = 'https://portal.invalid';
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** A URL found in content. */
export interface Link {
  /** As a browser parses it; a relative URL is resolved against the home page. */
  url: URL;
  /** What to write into the markup: for this portal a path, or the relative URL as written. */
  href: string;
  isOwn: boolean;
}

/**
 * Parses a URL like a browser (WHATWG URL). A URL of the portal's own hosts becomes a path. The path never begins with two
 * slashes, which browsers would take for another host.
 * @returns `undefined` for an invalid URL, a protocol other than http, https and mailto, and a URL with a user name or password
 */
export function readLink(written: string, ownHosts: ReadonlySet<string>): Link | undefined {
  const address = cleanText(written)
    .replace(/[\t\n\r]/g, '')
    .trim();
  const absolute = URL.parse(address);
  const url = absolute ?? URL.parse(address, HERE);
  if (!url || !PROTOCOLS.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const isRelative = absolute === null && !/^[\\/]{2}/.test(address);
  if (!isRelative && !ownHosts.has(url.host)) return { url, href: url.href, isOwn: false };
  const isAmbiguous = url.pathname.startsWith('//') && /^[\\/]/.test(address);
  return { url, href: isRelative && !isAmbiguous ? address : ownPath(url), isOwn: true };
}

/** Path, query and fragment of a URL of this portal. */
export function ownPath({ pathname, search, hash }: URL): string {
  return pathname.replace(/^\/+/, '/') + search + hash;
}

/** The URL of an image; `undefined` for anything else. */
export function readImageLink(written: string, ownHosts: ReadonlySet<string>): Link | undefined {
  const link = readLink(written, ownHosts);
  return link && link.href !== '' && link.url.protocol !== 'mailto:' ? link : undefined;
}

/** Whether the page's policy lets a video or a recording play. */
export const mayPlay = ({ isOwn, url }: Link): boolean => isOwn || url.protocol === 'https:';
