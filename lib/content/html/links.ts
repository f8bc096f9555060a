import { cleanText } from '../plain-text.ts';

/** Stands for this portal while relative addresses are read. https, so that `//host/x` is read as `https://host/x`. */
const HERE = 'https://portal.invalid';
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** An address that content names. */
export interface Link {
  /** As a browser reads it; a relative address is read from the home page. */
  url: URL;
  /** What may be written in its place. An address of this portal is a path, or relative as it was written. */
  href: string;
  isOwn: boolean;
}

/**
 * Reads an address as a browser does (WHATWG URL). One of the portal's own hosts becomes a path that no browser can take for
 * another host.
 * @returns `undefined` for what is no address, has another protocol than http, https and mailto, or names a user
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

/** An address of this portal without its host. */
export function ownPath({ pathname, search, hash }: URL): string {
  return pathname.replace(/^\/+/, '/') + search + hash;
}

/** The address of a picture; `undefined` for what cannot be one. */
export function readImageLink(written: string, ownHosts: ReadonlySet<string>): Link | undefined {
  const link = readLink(written, ownHosts);
  return link && link.href !== '' && link.url.protocol !== 'mailto:' ? link : undefined;
}
