import type { Attributes, ContentModel } from './element.ts';
import { isAsciiWord, isSpace, type Source, skipSpace } from './source.ts';

const words = (text: string): readonly string[] => text.split(' ');

const BLOCK_CONTENT = words(
  'address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form header hgroup iframe li main ' +
    'map menu nav noscript object section summary td',
);
const SPAN_CONTENT = words(
  'a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend optgroup p q rb rbc rp rt rtc ruby ' +
    'select small span strong sub sup th tt',
);
const RAW_CONTENT = words('script style math option textarea pre code kbd samp var');

/** Elements that stand within text. */
export const SPAN_ELEMENTS: ReadonlySet<string> = new Set(
  words(
    'a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt rtc ruby samp ' +
      'select small span strong sub sup tt u var',
  ),
);
/** Elements that may not stand within text. */
export const BLOCK_ELEMENTS: ReadonlySet<string> = new Set(
  words(
    'address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption footer form h1 h2 h3 h4 h5 h6 ' +
      'header hgroup hr html head iframe legend menu li main map nav ol optgroup p pre section summary table tbody td th thead tfoot ' +
      'tr ul',
  ),
);
/** Elements without content and end tag. */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  words('area base br col command embed hr img input keygen link meta param source track wbr'),
);
/** Elements of HTML: their names, and those of their attributes, are read without regard to case. */
export const KNOWN_ELEMENTS: ReadonlySet<string> = new Set([
  ...SPAN_ELEMENTS,
  ...BLOCK_ELEMENTS,
  ...VOID_ELEMENTS,
  ...BLOCK_CONTENT,
  ...SPAN_CONTENT,
  ...RAW_CONTENT,
]);

const MODELS = new Map<string, ContentModel>([
  ...SPAN_CONTENT.map((name) => [name, 'span'] as const),
  ...BLOCK_CONTENT.map((name) => [name, 'block'] as const),
]);

/** How the content of an element is read where Markdown is read in HTML. */
export const contentModel = (name: string): ContentModel => MODELS.get(name) ?? 'raw';

/** The name of an element in lower case where HTML knows it. */
export function elementName(name: string): string {
  const lower = name.toLowerCase();
  return KNOWN_ELEMENTS.has(lower) ? lower : name;
}

const NCNAME = String.raw`[\p{Alphabetic}_][-\p{Alphabetic}\p{Nd}\p{M}._\u00b7]*`;
const NAME = new RegExp(`${NCNAME}(?::${NCNAME})?`, 'uy');

/** The index after the name at `index`; -1 where there is none. */
export function endOfName(text: string, index: number): number {
  NAME.lastIndex = index;
  return NAME.test(text) ? NAME.lastIndex : -1;
}

export interface Tag {
  name: string;
  attributes: Attributes;
  /** Written with a slash at its end. */
  isClosed: boolean;
  end: number;
}

const WORD_VALUE = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]+/uy;

/** The value after an attribute's equals sign: a word, or anything between quotation marks. */
function valueAt(source: Source, index: number): { value: string; end: number } | undefined {
  const { text } = source;
  const quote = text[index];
  if (quote === '"' || quote === "'") {
    const close = source.next(quote, index + 1);
    return close === -1 ? undefined : { value: text.slice(index + 1, close), end: close + 1 };
  }
  WORD_VALUE.lastIndex = index;
  return WORD_VALUE.test(text)
    ? { value: text.slice(index, WORD_VALUE.lastIndex), end: WORD_VALUE.lastIndex }
    : undefined;
}

/** A tag with more attributes is text: how far each `<` is read ahead is bounded. */
const MAX_ATTRIBUTES = 100;

/** The start tag at `index`, where `<` stands. A value without quotation marks is a word: `href=a.html` makes no tag. */
export function startTagAt(source: Source, index: number): Tag | undefined {
  const { text } = source;
  let at = endOfName(text, index + 1);
  if (at === -1) return undefined;
  const name = text.slice(index + 1, at);
  const attributes: Attributes = new Map();
  const isKnown = KNOWN_ELEMENTS.has(name.toLowerCase());
  while (attributes.size < MAX_ATTRIBUTES) {
    const start = skipSpace(text, at);
    const end = start > at ? endOfName(text, start) : -1;
    if (end === -1) {
      at = start;
      break;
    }
    const attribute = text.slice(start, end);
    const equals = skipSpace(text, end);
    const value = text[equals] === '=' ? valueAt(source, skipSpace(text, equals + 1)) : undefined;
    attributes.set(isKnown ? attribute.toLowerCase() : attribute, value?.value ?? '');
    at = value?.end ?? end;
  }
  const isClosed = text[at] === '/';
  if (isClosed) at++;
  return text[at] === '>' ? { name: elementName(name), attributes, isClosed, end: at + 1 } : undefined;
}

/** The end tag at `index`, where `</` stands. */
export function endTagAt(text: string, index: number): { name: string; end: number } | undefined {
  const nameEnd = endOfName(text, index + 2);
  if (nameEnd === -1) return undefined;
  const end = skipSpace(text, nameEnd);
  return text[end] === '>' ? { name: text.slice(index + 2, nameEnd), end: end + 1 } : undefined;
}

/** Whether `<` at `index` may begin an element, an end tag or a comment. */
export function isTagStart(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  if (next === 47) return true;
  if (next === 33) return text.startsWith('--', index + 2);
  return isAsciiWord(next) ? next > 57 : next > 127 && endOfName(text, index + 1) !== -1;
}

/** The end of the comment at `index`; -1 where it has none. */
export function endOfComment(source: Source, index: number): number {
  if (!source.text.startsWith('<!--', index)) return -1;
  const close = source.next('-->', index + 4);
  return close === -1 ? -1 : close + 3;
}

const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]*/uy;

/** Whether a line begins with a tag that ends the paragraph before it: of any element but those within text. */
export function endsParagraph(text: string, index: number): boolean {
  if (text.charCodeAt(index) !== 60) return false;
  const isEndTag = text.charCodeAt(index + 1) === 47;
  const start = index + (isEndTag ? 2 : 1);
  WORD.lastIndex = start;
  WORD.test(text);
  const word = text.slice(start, WORD.lastIndex);
  if (SPAN_ELEMENTS.has(word) || word === 'script') return false;
  const nameEnd = endOfName(text, start);
  if (nameEnd === -1 || !isEndTag) return nameEnd !== -1;
  let at = nameEnd;
  while (isSpace(text.charCodeAt(at))) at++;
  return text[at] === '>';
}
