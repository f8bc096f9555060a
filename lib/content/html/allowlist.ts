/** What may stand in the body of an article. Shared by the sanitizer and by the tests that parse its output like a browser. */

/** Prefix of every id from content, so that none can collide with an id of the page. */
export const ID_PREFIX = 'post-';

/** Allowed elements, each with its attributes in addition to `GLOBAL_ATTRIBUTES`. */
export const ALLOWED_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel'],
  abbr: [],
  audio: ['src', 'controls', 'preload'],
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
  video: ['src', 'poster', 'width', 'height', 'controls', 'preload'],
  wbr: [],
};

/** Attributes that every element may have: `id` with the prefix, `class` of what `isAllowedClass` allows, `style` of `text-align` only. */
export const GLOBAL_ATTRIBUTES = ['id', 'class', 'style', 'hidden', 'lang', 'dir', 'title'] as const;

/** Classes that the stylesheet uses: the media line, chart blocks, footnotes, numbers of lines beside code. */
const CLASSES: ReadonlySet<string> = new Set(
  'em_media chart footnotes footnote-ref footnote-backref rouge-table gutter lineno code'.split(' '),
);

/** Class of code that is the TeX of a formula, within a line and by itself. */
export const TEX_CLASS = 'tex';
export const TEX_BLOCK_CLASS = 'tex-block';
/** Class of code in a language: `language-js`. */
export const LANGUAGE_CLASS = /^language-([\w+#.-]{1,32})$/;

/** Whether an element may have a class. */
export function isAllowedClass(element: string, value: string): boolean {
  if (CLASSES.has(value)) return true;
  return element === 'code' && (value === TEX_CLASS || value === TEX_BLOCK_CLASS || LANGUAGE_CLASS.test(value));
}
