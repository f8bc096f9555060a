import { Refusal } from '../refusal.ts';
import { splitText, stripSpace, trimEnd, trimStart, words } from '../ruby/text.ts';
import { isNil, toInteger, toText } from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import { type Filter, filter } from './filter.ts';

const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** `CGI.escapeHTML`. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);

/** A filter of the input's text alone. */
const onText = (run: (text: string) => string): Filter => filter(0, 0, (input) => run(toText(input)));

/** The same, but nil stays nil. */
const onTextOrNil = (run: (text: string) => string): Filter =>
  filter(0, 0, (input) => (isNil(input) ? undefined : run(toText(input))));

/** `CGI.escape`: all but letters, digits and `-._~` in percent signs; a space is a plus sign. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function unescapeQuery(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'utf8').toString('latin1');
  const raw = bytes.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeUtf8(Buffer.from(raw, 'latin1'));
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('the decoded text is not UTF-8', 'encode it from UTF-8');
  }
}

/** Replaces every occurrence, after the result's size is known to be within the limit. */
function replaceAll(text: string, search: string, replacement: string, context: RubyContext): string {
  const count = search === '' ? [...text].length + 1 : text.split(search).length - 1;
  context.session.budget.memory(count * replacement.length);
  if (search !== '') return text.split(search).join(expandReference(replacement, search));
  return `${expandReference(replacement, '')}${Array.from(text, (char) => char + expandReference(replacement, '')).join('')}`;
}

/** In what replaces a text, Ruby reads `\0` as that text, `\\` as one backslash, and other references as nothing. */
function expandReference(replacement: string, found: string): string {
  if (!replacement.includes('\\')) return replacement;
  return replacement.replace(/\\([0-9&\\`'])/g, (whole, name: string) => {
    if (name === '0' || name === '&') return found;
    if (name === '\\') return '\\';
    return /[1-9]/.test(name) ? '' : whole;
  });
}

function replaceAt(text: string, at: number, search: string, replacement: string): string {
  return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + search.length);
}

function truncate(text: string, length: number, end: string): string {
  const chars = [...text];
  if (chars.length <= length) return text;
  return chars.slice(0, Math.max(length - [...end].length, 0)).join('') + end;
}

/** The first words stand with one space between them; a text that is short enough stays as it is. */
function truncateWords(text: string, count: number, end: string): string {
  const wanted = Math.max(count, 1);
  const list = words(text);
  const isLonger = list.length > wanted || (list.length === wanted && trimEnd(text) !== text);
  return isLonger ? list.slice(0, wanted).join(' ') + end : text;
}

/** Removes what stands between two delimiters, both included, in linear time. */
function removeBetween(text: string, open: string, close: string): string {
  let result = '';
  let at = 0;
  for (;;) {
    const begin = text.indexOf(open, at);
    const end = begin < 0 ? -1 : text.indexOf(close, begin + open.length);
    if (end < 0) return result + text.slice(at);
    result += text.slice(at, begin);
    at = end + close.length;
  }
}

/** Scripts, comments and styles go with what they hold, then all tags. The first of them that begins is removed first. */
function stripHtml(text: string): string {
  const closings = new Map([
    ['<script', '</script>'],
    ['<!--', '-->'],
    ['<style', '</style>'],
  ]);
  let result = '';
  let at = 0;
  const opening = /<script|<!--|<style/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const closing = closings.get(match[0]) ?? '';
    const end = closing === '' ? -1 : text.indexOf(closing, opening.lastIndex);
    if (end < 0) {
      // It does not close further on either.
      closings.delete(match[0]);
      continue;
    }
    result += text.slice(at, match.index);
    at = end + closing.length;
    opening.lastIndex = at;
  }
  return removeBetween(result + text.slice(at), '<', '>');
}

function slice(input: unknown, offset: unknown, length: unknown): unknown {
  const items = Array.isArray(input) ? input : [...toText(input)];
  const at = toInteger(offset);
  const begin = at < 0 ? at + items.length : at;
  const count = isNil(length) || length === false ? 1 : toInteger(length);
  const part = begin < 0 || begin > items.length || count < 0 ? [] : items.slice(begin, begin + count);
  return Array.isArray(input) ? part : part.join('');
}

function decodeBase64(text: string, urlSafe: boolean): string {
  const standard = urlSafe ? text.replaceAll('-', '+').replaceAll('_', '/') : text;
  const padded = urlSafe ? standard.padEnd(Math.ceil(standard.length / 4) * 4, '=') : standard;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(padded)) {
    throw new Refusal('the text is not Base64', 'give a text that was encoded by base64_encode');
  }
  return Buffer.from(padded, 'base64').toString('utf8');
}

const capitalize = (text: string): string => {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
};

/** Source of the classes that `number_of_words` counts by character. */
const CJK = '\\p{Script=Han}\\p{Script=Katakana}\\p{Script=Hiragana}\\p{Script=Hangul}';

function numberOfWords(input: unknown, mode: unknown): number {
  if (typeof input !== 'string') throw new Refusal('only words of a text can be counted', 'give a text');
  const cjk = input.match(new RegExp(`[${CJK}]`, 'gu'))?.length ?? 0;
  if (mode !== 'cjk' && (mode !== 'auto' || cjk === 0)) return words(input).length;
  return cjk + (input.match(new RegExp(`[^${CJK} \\t\\r\\n\\f\\v]+`, 'gu'))?.length ?? 0);
}

export const stringFilters: Record<string, Filter> = {
  downcase: onText((text) => text.toLowerCase()),
  upcase: onText((text) => text.toUpperCase()),
  capitalize: onText(capitalize),
  escape: onTextOrNil(escapeHtml),
  h: onTextOrNil(escapeHtml),
  escape_once: onText((text) => text.replace(/["><']|&(?!(?:[a-zA-Z]+|#\d+);)/g, (char) => HTML_ESCAPES[char] ?? char)),
  url_encode: onTextOrNil(escapeQuery),
  url_decode: onTextOrNil(unescapeQuery),
  base64_encode: onText((text) => Buffer.from(text).toString('base64')),
  base64_decode: onText((text) => decodeBase64(text, false)),
  base64_url_safe_encode: onText((text) =>
    Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  ),
  base64_url_safe_decode: onText((text) => decodeBase64(text, true)),
  slice: filter(1, 2, (input, [offset, length]) => slice(input, offset, length)),
  truncate: filter(0, 2, (input, [length = 50, end = '...']) =>
    isNil(input) ? undefined : truncate(toText(input), toInteger(length), toText(end)),
  ),
  truncatewords: filter(0, 2, (input, [count = 15, end = '...']) =>
    isNil(input) ? undefined : truncateWords(toText(input), toInteger(count), toText(end)),
  ),
  split: filter(1, 1, (input, [separator]) => splitText(toText(input), toText(separator))),
  strip: onText(stripSpace),
  lstrip: onText(trimStart),
  rstrip: onText(trimEnd),
  strip_html: onText(stripHtml),
  strip_newlines: onText((text) => text.replace(/\r?\n/g, '')),
  newline_to_br: onText((text) => text.replace(/\r?\n/g, '<br />\n')),
  normalize_whitespace: onText((text) => stripSpace(text.replace(/[ \t\r\n\f\v]+/g, ' '))),
  number_of_words: filter(0, 1, (input, [mode]) => numberOfWords(input, mode)),
  append: filter(1, 1, (input, [text]) => toText(input) + toText(text)),
  prepend: filter(1, 1, (input, [text]) => toText(text) + toText(input)),
  replace: filter(1, 2, (input, [search, replacement], context) =>
    replaceAll(toText(input), toText(search), toText(replacement), context),
  ),
  replace_first: filter(1, 2, (input, [search, replacement]) => {
    const [text, wanted] = [toText(input), toText(search)];
    return replaceAt(text, text.indexOf(wanted), wanted, expandReference(toText(replacement), wanted));
  }),
  replace_last: filter(2, 2, (input, [search, replacement]) => {
    const [text, wanted] = [toText(input), toText(search)];
    return replaceAt(text, text.lastIndexOf(wanted), wanted, toText(replacement));
  }),
  remove: filter(1, 1, (input, [search], context) => replaceAll(toText(input), toText(search), '', context)),
  remove_first: filter(1, 1, (input, [search]) => {
    const [text, wanted] = [toText(input), toText(search)];
    return replaceAt(text, text.indexOf(wanted), wanted, '');
  }),
  remove_last: filter(1, 1, (input, [search]) => {
    const [text, wanted] = [toText(input), toText(search)];
    return replaceAt(text, text.lastIndexOf(wanted), wanted, '');
  }),
};
