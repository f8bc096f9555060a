import { type Link, readImageLink } from '../html/links.ts';

/** Attributes by name, as a parser gives them: names in lower case, values without entities. */
export type Attributes = Record<string, string>;

/**
 * Where scripts that load pictures late keep the address, the most usual first: WeChat, jQuery lazyload, Zhihu, WordPress, echo.js,
 * Taobao, Cloudflare, layui, UEditor, Sina's blogs and Discuz among them.
 */
const LATE_ADDRESSES = (
  'data-src data-original data-actualsrc data-lazy-src data-lazyload data-lazyload-src data-lazy data-lazysrc data-echo ' +
  'data-real-src data-original-src data-croporisrc data-backsrc data-orgsrc data-imgsrc data-img-src data-delayed-src data-ll-src ' +
  'data-ks-lazyload data-cfsrc data-orig-file data-large-file data-url lay-src lazy-src lazysrc original real_src _src zoomfile file'
).split(' ');
/** The same for lists of addresses with widths or densities. */
const ADDRESS_LISTS = ['srcset', 'data-srcset', 'data-lazy-srcset', 'data-original-set'];

/** Files that stand where a picture has not been loaded yet. */
const BLANK_FILE =
  /(?:^|[\W_])(?:blank|spacer?|spaceball|placeholder|loading|loader|lazy(?:load(?:ing)?)?|gr[ae]y|transparent|trans|pixel|1x1|none|empty|white|dot|clear)\d*(?:[\W_][^/]*)?\.(?:gif|png|svg|jpe?g|webp)$|^[a-z]\.gif$/i;

/** Most bytes of a picture that stands in the text itself. */
export const MAX_INLINE_BYTES = 100 * 1024;

const INLINE = /^\s*data:image\/(png|jpe?g|gif|webp|avif)(?:;[\w=-]+)?;base64,/i;
/** How files of these types begin, as a binary string. */
const SIGNATURES: Readonly<Record<string, RegExp>> = {
  png: /^\x89PNG\r\n[\s\S]\n/,
  jpeg: /^\xff\xd8\xff/,
  gif: /^GIF8[79]a/,
  webp: /^RIFF[\s\S]{4}WEBP/,
  avif: /^[\s\S]{4}ftyp(?:avif|avis|mif1)/,
};
/** Characters of base64 that hold the longest signature. */
const SIGNATURE_LENGTH = 24;

/** What the address of a picture is good for. */
export type PictureAddress =
  | { kind: 'link'; href: string }
  /** A picture in the text itself that is too large. */
  | { kind: 'large'; bytes: number }
  | { kind: 'none' };

/**
 * The address of a picture: `src`, or where that is missing or a placeholder, what a script would have put there. Pictures in the text
 * itself (RFC 2397) are taken up to `MAX_INLINE_BYTES`: in base64, of a raster type, and beginning as files of that type do.
 */
export function readPictureAddress(attributes: Attributes, ownHosts: ReadonlySet<string>): PictureAddress {
  const written = attributes.src ?? '';
  const late = isPlaceholder(written) ? readLateAddress(attributes, ownHosts) : undefined;
  const link = late ?? readImageLink(written, ownHosts);
  return link ? { kind: 'link', href: link.href } : readInline(written);
}

/** An address that shows nothing of its own, or holds it itself. */
const NO_FILE = /^\s*(?:$|#|about:|data:)/i;

function isPlaceholder(address: string): boolean {
  if (NO_FILE.test(address)) return true;
  return BLANK_FILE.test(
    address
      .trim()
      .replace(/[?#][\s\S]*$/, '')
      .replace(/^[\s\S]*\//, ''),
  );
}

function readLateAddress(attributes: Attributes, ownHosts: ReadonlySet<string>): Link | undefined {
  for (const name of [...LATE_ADDRESSES, ...ADDRESS_LISTS]) {
    const value = attributes[name];
    if (value === undefined) continue;
    const address = ADDRESS_LISTS.includes(name) ? firstOfList(value) : value;
    const link = NO_FILE.test(address) ? undefined : readImageLink(address, ownHosts);
    if (link) return link;
  }
  return undefined;
}

/** The first address of a `srcset`: it ends at white space, or at a comma before white space or the end. */
const firstOfList = (value: string): string => (value.trim().split(/\s/, 1)[0] ?? '').replace(/,+$/, '');

function readInline(written: string): PictureAddress {
  const match = INLINE.exec(written);
  if (!match) return { kind: 'none' };
  const type = match[1]?.toLowerCase().replace('jpg', 'jpeg') ?? '';
  const data = written.slice(match[0].length).replace(/%(?:2b|2f|3d|0a|0d|20)|\s+/gi, plainOf);
  const bytes = Math.floor((data.replace(/={1,2}$/, '').length * 3) / 4);
  if (bytes > MAX_INLINE_BYTES) return { kind: 'large', bytes };
  const isFine = /^[A-Za-z\d+/]{8,}={0,2}$/.test(data) && SIGNATURES[type]?.test(beginningOf(data));
  return isFine ? { kind: 'link', href: `data:image/${type};base64,${data}` } : { kind: 'none' };
}

const plainOf = (escaped: string): string => (escaped.startsWith('%') ? decodeURIComponent(escaped).trim() : '');

/** The first bytes of base64, as a binary string. Whole groups of four are needed. */
const beginningOf = (data: string): string => atob(data.slice(0, Math.min(SIGNATURE_LENGTH, data.length & ~3)));
