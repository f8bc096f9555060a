import { parseStock, STOCK_FOLDER } from '../../stocks/index.ts';
import { type Attributes, readPictureAddress } from '../pasted/pictures.ts';
import { cleanText } from '../plain-text.ts';
import { ID_PREFIX, isAllowedClass } from './allowlist.ts';
import { mayPlay, readImageLink, readLink } from './links.ts';

/** Elements that are replaced by an allowed one: obsolete names, and those that would break the page's outline. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['h1', 'h2'],
  ['center', 'div'],
  ['article', 'section'],
  ['aside', 'section'],
  ['strike', 's'],
  ['tt', 'code'],
  ['acronym', 'abbr'],
  ['dir', 'ul'],
]);

const MEDIA = new Set(['audio', 'video']);
/** The name of an element that is taken away, its content not. */
const NOTHING = 'nothing';

const TEXT_ALIGN = /(?:^|;)\s*text-align\s*:\s*(left|right|center|justify|start|end)\s*(?:!important\s*)?(?:;|$)/i;
const DISPLAY_NONE = /(?:^|;)\s*display\s*:\s*none\b/i;
const ALIGN = /^(?:left|right|center|justify)$/i;

/** How editors write a link to a stock: `[贵州茅台](stock:SH600519)`. */
const STOCK_LINK = /^\s*stock:/i;

/** Whether an element as it is written is a link to a stock that there cannot be. */
export const isLostStock = (name: string, written: Attributes, cleaned: Attributes): boolean =>
  name === 'a' && cleaned.href === undefined && STOCK_LINK.test(written.href ?? '');

/** `#` and `#top` are the top of the page in every browser. An empty address means the page, and would load it again. */
function cleanLink(attributes: Attributes, ownHosts: ReadonlySet<string>, basePath: string): Attributes {
  const href = attributes.href;
  if (href === undefined) return {};
  if (/^#(?:top)?$/i.test(href)) return { href };
  if (href.trim() === '') return { href: '#' };
  if (href.startsWith('#')) return { href: `#${prefixed(href.slice(1))}` };
  const scheme = STOCK_LINK.exec(href)?.[0];
  if (scheme !== undefined) {
    const id = parseStock(href.slice(scheme.length).trim())?.id;
    return id === undefined ? {} : { href: `${basePath}${STOCK_FOLDER}/${id}` };
  }
  const link = readLink(href, ownHosts);
  if (!link || link.href === '') return {};
  const isForeign = !link.isOwn && link.url.protocol !== 'mailto:';
  return { href: link.href, ...(isForeign && { rel: 'noopener nofollow' }) };
}

/** Width and height in pixels. */
function sizeOf({ width, height }: Attributes): Attributes {
  const isSize = (value: string | undefined): value is string => value !== undefined && /^\d{1,4}$/.test(value);
  return { ...(isSize(width) && { width }), ...(isSize(height) && { height }) };
}

function cleanImage(attributes: Attributes, ownHosts: ReadonlySet<string>): Attributes | undefined {
  const address = readPictureAddress(attributes, ownHosts);
  if (address.kind !== 'link') return undefined;
  return {
    src: address.href,
    alt: cleanText(attributes.alt ?? ''),
    ...sizeOf(attributes),
    loading: 'lazy',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  };
}

/** Video and sound play when the reader says so; nothing is loaded before. */
function cleanMedia(attributes: Attributes, ownHosts: ReadonlySet<string>): Attributes | undefined {
  const link = readImageLink(attributes.src ?? '', ownHosts);
  if (!link || !mayPlay(link)) return undefined;
  const poster = readImageLink(attributes.poster ?? '', ownHosts);
  return {
    src: link.href,
    ...(poster && { poster: poster.href }),
    ...sizeOf(attributes),
    controls: '',
    preload: 'none',
  };
}

const prefixed = (id: string): string => {
  const plain = cleanText(id).replace(/\s+/g, '-');
  return plain.startsWith(ID_PREFIX) ? plain : ID_PREFIX + plain;
};

/** Numeric attributes and their largest values. Others are dropped: a table of 9e9 columns would stop a browser. */
const NUMBER_LIMITS = [
  ['colspan', 100],
  ['rowspan', 1000],
  ['span', 100],
  ['start', 999_999],
  ['value', 999_999],
] as const;

/**
 * The name and the attributes with which an element is written: each attribute is on the allowlist and has a checked value. An
 * image without a safe URL gets no attributes at all, video and sound without one a name that is not allowed. Whether another name is
 * allowed is not checked here.
 */
export function cleanElement(
  name: string,
  attributes: Attributes,
  ownHosts: ReadonlySet<string>,
  basePath: string,
): { tagName: string; attribs: Attributes } {
  const tagName = RENAMED.get(name) ?? name;
  if (name === tagName && Object.keys(attributes).length === 0 && !MEDIA.has(name)) return { tagName, attribs: {} };
  const cleaned: Attributes = {};
  const id = attributes.id || attributes.name;
  if (id && tagName !== 'img') cleaned.id = prefixed(id);
  const classes = attributes.class?.split(/\s+/).filter((value) => isAllowedClass(tagName, value)) ?? [];
  if (classes.length > 0) cleaned.class = classes.join(' ');
  const style = attributes.style ?? '';
  const align = TEXT_ALIGN.exec(style)?.[1] ?? (ALIGN.test(attributes.align ?? '') ? attributes.align : undefined);
  if (align ?? name === 'center') cleaned.style = `text-align:${(align ?? 'center').toLowerCase()}`;
  if (attributes.hidden !== undefined || DISPLAY_NONE.test(style)) cleaned.hidden = '';
  if (/^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(attributes.lang ?? '')) cleaned.lang = attributes.lang ?? '';
  if (/^(?:ltr|rtl|auto)$/.test(attributes.dir ?? '')) cleaned.dir = attributes.dir ?? '';
  const title = cleanText(attributes.title ?? '').trim();
  if (title !== '') cleaned.title = title;
  for (const [attribute, limit] of NUMBER_LIMITS) {
    const value = attributes[attribute];
    if (value !== undefined && /^\d{1,6}$/.test(value) && Number(value) <= limit) cleaned[attribute] = value;
  }
  if (/^(?:row|col|rowgroup|colgroup)$/.test(attributes.scope ?? '')) cleaned.scope = attributes.scope ?? '';
  if (/^[\d:TZ+. -]{4,40}$/.test(attributes.datetime ?? '')) cleaned.datetime = attributes.datetime ?? '';
  if (tagName === 'a') Object.assign(cleaned, cleanLink(attributes, ownHosts, basePath));
  if (MEDIA.has(tagName)) {
    const media = cleanMedia(attributes, ownHosts);
    return media ? { tagName, attribs: { ...cleaned, ...media } } : { tagName: NOTHING, attribs: {} };
  }
  if (tagName === 'img') {
    const image = cleanImage(attributes, ownHosts);
    return { tagName, attribs: image ? { ...cleaned, ...image } : {} };
  }
  return { tagName, attribs: cleaned };
}
