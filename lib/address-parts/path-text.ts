/** Paths of addresses as text: decoded, percent-encoded, canonical. */

/**
 * The canonical form of a percent-encoded path (RFC 3986, 6.2.2): the same path always has the same form, which is how links of
 * this portal are written.
 * @returns `undefined` for a malformed path: not absolute, with a wrong percent escape, a dot segment, a backslash, a control
 * character or a character that must be escaped because it would end the path
 */
export function normalizePath(path: string): string | undefined {
  if (!path.startsWith('/') || path.startsWith('//') || /[^\x21-\x7e]|#/.test(path)) return undefined;
  try {
    const segments = path.split('/').map(decodeURIComponent);
    const isMalformed = segments.some((segment) => segment === '.' || segment === '..' || /[\p{Cc}\\]/u.test(segment));
    return isMalformed ? undefined : segments.map(encodeSegment).join('/');
  } catch {
    // decodeURIComponent throws for a wrong escape and for escapes that are not UTF-8.
    return undefined;
  }
}

/** A path segment as RFC 3986 writes it: Han characters are percent-encoded, sub-delimiters are not. */
export function encodeSegment(segment: string): string {
  return encodeURI(segment.toWellFormed()).replace(/[/?#]/g, encodeURIComponent);
}

/**
 * The decoded path of a canonical one, as the archive knows addresses: `/emnews/2022/02/22/a.html`, `/emnews/`. A segment that
 * holds an encoded slash makes a path that no article has.
 */
export function decodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => decodeURIComponent(segment).replaceAll('/', '%2F'))
    .join('/');
}

/** A decoded path, percent-encoded. */
export function escapePath(path: string): string {
  return encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}

/** True for a name that cannot be a path segment: browsers resolve `.` and `..`, even percent-encoded. */
export function isUnaddressable(name: string): boolean {
  return name === '' || name === '.' || name === '..';
}
