import { domainToASCII } from 'node:url';

/** A character that stays in a component; all others become percent signs. */
const PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@]/;
const QUERY = /[A-Za-z0-9\-._~!$&'()*+,;=:@/?]/;
const ANY = /[A-Za-z0-9\-._~!$&'()*+,;=:@/?#[\]]/;

interface Parts {
  scheme: string | undefined;
  authority: string | undefined;
  path: string;
  query: string | undefined;
  fragment: string | undefined;
}

/** RFC 3986, appendix B: takes any text. */
function splitUri(text: string): Parts {
  const match = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(text);
  return {
    scheme: match?.[1],
    authority: match?.[2],
    path: match?.[3] ?? '',
    query: match?.[4],
    fragment: match?.[5],
  };
}

/** True for an address with a scheme, such as `https:` or `mailto:`. */
export const isAbsoluteUri = (text: string): boolean => splitUri(text).scheme !== undefined;

/** True where Addressable takes the text for an address at all. */
export function isUri(text: string): boolean {
  const { scheme } = splitUri(text);
  return scheme === undefined || /^[a-z][a-z0-9.+-]*$/i.test(scheme);
}

/** `Addressable::URI#normalize`: one spelling for each address; what no address may hold in percent signs. */
export function normalizeUri(text: string): string {
  const { scheme, authority, path, query, fragment } = splitUri(text);
  const host = authority === undefined ? '' : `//${normalizeAuthority(authority, scheme)}`;
  const segments = removeDots(path)
    .split('/')
    .map((segment) => encodeComponent(segment, PATH))
    .join('/');
  return [
    scheme === undefined ? '' : `${scheme.toLowerCase()}:`,
    host,
    segments === '' && host !== '' ? '/' : segments,
    query === undefined
      ? ''
      : `?${query
          .split('&')
          .map((pair) => encodeComponent(pair, QUERY, '&'))
          .join('&')}`,
    fragment === undefined ? '' : `#${encodeComponent(fragment, QUERY)}`,
  ].join('');
}

function normalizeAuthority(authority: string, scheme: string | undefined): string {
  const at = authority.lastIndexOf('@');
  const [host = '', port = ''] = authority.slice(at + 1).split(/:(?=\d*$)/);
  const isDefault = port === '' || (scheme?.toLowerCase() === 'https' ? port === '443' : port === '80');
  return `${authority.slice(0, at + 1)}${domainToASCII(host) || host.toLowerCase()}${isDefault ? '' : `:${port}`}`;
}

/** RFC 3986, 5.2.4. */
function removeDots(path: string): string {
  if (!/(?:^|\/)\.\.?(?:\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..') {
      if (kept.length > 1) kept.pop();
    } else if (segment !== '.') kept.push(segment);
    if (isLast && (segment === '.' || segment === '..')) kept.push('');
  }
  return kept.join('/');
}

/** `Addressable::URI.normalize_component`: percent signs where a character needs them, and only there. */
export const escapeUri = (text: string): string => encodeComponent(text, ANY);

function encodeComponent(text: string, allowed: RegExp, keptEncoded = ''): string {
  const decoded = decodePercent(text, keptEncoded).normalize('NFC').toWellFormed();
  return decoded.replace(/\0[0-9A-F]{2}|[\s\S]/gu, (char) => {
    if (char.length === 3 && char.startsWith('\0')) return `%${char.slice(1)}`;
    return allowed.test(char) ? char : percent(char);
  });
}

const percent = (char: string): string =>
  Array.from(Buffer.from(char, 'utf8'), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Bytes that are not UTF-8, and those of `kept`, stay encoded: NUL and two hexadecimal digits stand for them. */
function decodePercent(text: string, kept: string): string {
  return text.replaceAll('\0', '').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    const decoded = bytes.toString('utf8');
    if (decoded.includes('\ufffd')) return run.toUpperCase().replaceAll('%', '\0');
    return kept === '' ? decoded : decoded.replaceAll(kept, percent(kept).replace('%', '\0'));
  });
}
