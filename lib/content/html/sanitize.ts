import sanitizeHtml from 'sanitize-html';
import type { SafeHtml } from '../article.ts';
import { ContentError } from '../errors.ts';
import { cleanText } from '../plain-text.ts';

/** Put before every id of content, so that none can stand for one of the page's own. */
export const ID_PREFIX = 'post-';

/** Elements that may stand in an article's body, each with its attributes beside `GLOBAL_ATTRIBUTES`. */
export const ALLOWED_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel'],
  abbr: [],
  b: [],
  bdi: [],
  blockquote: [],
  br: [],
  caption: [],
  cite: [],
  code: [],
  col: ['span'],
  colgroup: ['span'],
  dd: [],
  del: [],
  details: [],
  dfn: [],
  div: [],
  dl: [],
  dt: [],
  em: [],
  figcaption: [],
  figure: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  hr: [],
  i: [],
  img: ['src', 'alt', 'width', 'height', 'loading', 'decoding', 'referrerpolicy'],
  ins: [],
  kbd: [],
  li: ['value'],
  mark: [],
  ol: ['start'],
  p: [],
  pre: [],
  q: [],
  rp: [],
  rt: [],
  ruby: [],
  s: [],
  samp: [],
  section: [],
  small: [],
  strong: [],
  sub: [],
  summary: [],
  sup: [],
  table: [],
  tbody: [],
  td: ['colspan', 'rowspan'],
  tfoot: [],
  th: ['colspan', 'rowspan', 'scope'],
  thead: [],
  time: ['datetime'],
  tr: [],
  u: [],
  ul: [],
  var: [],
  wbr: [],
};

/** Attributes that every element may have: a prefixed id, a class of `ALLOWED_CLASSES`, `text-align` alone as style. */
export const GLOBAL_ATTRIBUTES = ['id', 'class', 'style', 'hidden', 'lang', 'dir', 'title'] as const;

/** Classes that the stylesheet knows: the media line, chart blocks, footnotes. */
export const ALLOWED_CLASSES: readonly string[] = [
  'em_media',
  'chart',
  'footnotes',
  'footnote-ref',
  'footnote-backref',
];

const ALLOWED_TAGS = Object.keys(ALLOWED_ELEMENTS);
const ALLOWED_ATTRIBUTES = {
  ...Object.fromEntries(
    Object.entries(ALLOWED_ELEMENTS).flatMap(([name, attributes]) =>
      attributes.length > 0 ? [[name, [...attributes]]] : [],
    ),
  ),
  '*': [...GLOBAL_ATTRIBUTES],
};

const RENAMED: Readonly<Record<string, string>> = {
  h1: 'h2',
  center: 'div',
  article: 'section',
  aside: 'section',
  strike: 's',
  tt: 'code',
  acronym: 'abbr',
  dir: 'ul',
};

/** Elements whose content is not text of the article. */
const DROPPED_WITH_CONTENT = [
  'script',
  'style',
  'textarea',
  'option',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
].concat(['plaintext', 'template', 'title', 'object']);

const MAX_DEPTH = 60;
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);
const IMAGE_PROTOCOLS = new Set(['http:', 'https:']);
const TEXT_ALIGN = /(?:^|;)\s*text-align\s*:\s*(left|right|center|justify|start|end)\s*(?:!important\s*)?(?:;|$)/i;
const DISPLAY_NONE = /(?:^|;)\s*display\s*:\s*none\b/i;
const ALIGN = /^(?:left|right|center|justify)$/i;
/** A base that stands for this portal while relative addresses are read. */
const HERE = 'http://portal.invalid';

/**
 * An address as a browser reads it (WHATWG URL), or nothing for another protocol than those given. A link to one of the
 * portal's own hosts becomes a path.
 */
function checkUrl(
  url: string,
  protocols: ReadonlySet<string>,
  ownHosts: ReadonlySet<string>,
): URL | string | undefined {
  const trimmed = cleanText(url).trim();
  if (!URL.canParse(trimmed, HERE)) return undefined;
  const parsed = new URL(trimmed, HERE);
  if (!protocols.has(parsed.protocol)) return undefined;
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  if (ownHosts.has(parsed.host)) return parsed.pathname + parsed.search + parsed.hash;
  if (parsed.host === new URL(HERE).host) return trimmed.replace(/[\t\n\r]/g, '');
  return parsed;
}

type Attributes = Record<string, string>;

function cleanLink(attributes: Attributes, ownHosts: ReadonlySet<string>): Attributes {
  const href = attributes.href;
  if (href === undefined) return {};
  if (href.startsWith('#')) return { href: `#${prefixed(href.slice(1))}` };
  const url = checkUrl(href, LINK_PROTOCOLS, ownHosts);
  if (url === undefined || url === '') return {};
  if (typeof url === 'string') return { href: url };
  return url.protocol === 'mailto:' ? { href: url.href } : { href: url.href, rel: 'noopener nofollow' };
}

function cleanImage(attributes: Attributes, ownHosts: ReadonlySet<string>): Attributes {
  const url = attributes.src === undefined ? undefined : checkUrl(attributes.src, IMAGE_PROTOCOLS, ownHosts);
  if (url === undefined || url === '') return {};
  const isSize = (value: string | undefined): value is string => value !== undefined && /^\d{1,4}$/.test(value);
  return {
    src: typeof url === 'string' ? url : url.href,
    alt: cleanText(attributes.alt ?? ''),
    ...(isSize(attributes.width) && { width: attributes.width }),
    ...(isSize(attributes.height) && { height: attributes.height }),
    loading: 'lazy',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  };
}

const prefixed = (id: string): string => {
  const plain = cleanText(id).replace(/\s+/g, '-');
  return plain.startsWith(ID_PREFIX) ? plain : ID_PREFIX + plain;
};

/** Small whole numbers that attributes of lists and tables hold; others are dropped, so that no table is made of 9e9 columns. */
const NUMBER_LIMITS = [
  ['colspan', 100],
  ['rowspan', 1000],
  ['span', 100],
  ['start', 999_999],
  ['value', 999_999],
] as const;

function cleanElement(name: string, attributes: Attributes, ownHosts: ReadonlySet<string>): sanitizeHtml.Tag {
  const tagName = RENAMED[name] ?? name;
  if (name === tagName && Object.keys(attributes).length === 0) return { tagName, attribs: {} };
  const cleaned: Attributes = {};
  const id = attributes.id || attributes.name;
  if (id && tagName !== 'img') cleaned.id = prefixed(id);
  const classes = attributes.class?.split(/\s+/).filter((value) => ALLOWED_CLASSES.includes(value)) ?? [];
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
  if (tagName === 'a') Object.assign(cleaned, cleanLink(attributes, ownHosts));
  if (tagName === 'img') Object.assign(cleaned, cleanImage(attributes, ownHosts));
  return { tagName, attribs: cleaned };
}

/** Puts chart blocks, which only comments mark, into an element that survives the sanitizer. */
function markCharts(html: string): string {
  return html.replace(
    /<!--\s*EM_StockImg_Start\s*-->([\s\S]*?)<!--\s*EM_StockImg_End\s*-->/g,
    (_, chart: string) => `<div class="chart">${chart}</div>`,
  );
}

/** Marks of stocks and sectors wrap single words; they are taken out first, as they hold nothing but text. */
const PLAIN_SPAN = /<\/?span(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*>/g;

/** In the sanitizer's own output, where no attribute holds a `>`. */
const EMPTY_PARAGRAPH = /<p(?: [^>]*)?>(?:\s|<br \/>)*<\/p>/g;

/** Taking an element out can leave its parent and its children in a nesting that reads otherwise; few rounds settle it. */
const MAX_ROUNDS = 6;

/**
 * HTML of which every element, attribute and address is on the list above; everything else is taken out, its text left
 * in place. The last step of the pipeline and the only maker of `SafeHtml`. Applied twice, it changes nothing.
 * @param ownHosts hosts of this portal: links to them become paths.
 * @throws {ContentError} for mark-up so tangled that it does not come to rest
 */
export function sanitize(html: string, ownHosts: ReadonlySet<string>): SafeHtml {
  let clean = markCharts(html).replace(PLAIN_SPAN, '');
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const pass = sanitizeOnce(clean, ownHosts);
    if (!pass.isRestructured || pass.html === clean) return pass.html as SafeHtml;
    clean = pass.html;
  }
  throw new ContentError('the mark-up is too tangled to be made safe: simplify the nesting of its elements');
}

function sanitizeOnce(dirty: string, ownHosts: ReadonlySet<string>): { html: string; isRestructured: boolean } {
  let isRestructured = false;
  const clean = sanitizeHtml(dirty, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    nonBooleanAttributes: [],
    nonTextTags: DROPPED_WITH_CONTENT,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: true,
    parseStyleAttributes: false,
    nestingLimit: MAX_DEPTH,
    transformTags: {
      '*': (name, attributes) => {
        const element = cleanElement(name, attributes, ownHosts);
        isRestructured ||= ALLOWED_ELEMENTS[element.tagName] === undefined || element.tagName !== name;
        return element;
      },
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && attribs.src === undefined,
    textFilter: cleanText,
  });
  const html = clean.replace(EMPTY_PARAGRAPH, '');
  return { html, isRestructured: isRestructured || html !== clean };
}
