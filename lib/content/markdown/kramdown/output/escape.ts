import type { Attributes } from '../element.ts';

const CHARACTERS: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** An entity as XML writes it: it stays in text and in attributes. */
const REFERENCE = '&(?:[\\p{L}_:][-\\p{L}\\p{N}\\p{M}._:]*|#\\d+|#x[\\da-fA-F]+);';
const IN_TEXT = new RegExp(`${REFERENCE}|[<>&]`, 'gu');
const IN_ATTRIBUTE = new RegExp(`${REFERENCE}|[<>&"]`, 'gu');

const escaped = (match: string): string => CHARACTERS[match] ?? match;

/** Text, in which an entity may stand, as HTML. */
export const escapeText = (text: string): string => (/[<>&]/.test(text) ? text.replace(IN_TEXT, escaped) : text);

/** Code as HTML: what looks like an entity is text. */
export const escapeCode = (code: string): string => code.replace(/[<>&]/g, escaped);

export function writeAttributes(attributes: Attributes | undefined): string {
  if (attributes === undefined || attributes.size === 0) return '';
  let html = '';
  for (const [name, value] of attributes) {
    if (name === 'id' && value.trim() === '') continue;
    html += ` ${name}="${/[<>&"]/.test(value) ? value.replace(IN_ATTRIBUTE, escaped) : value}"`;
  }
  return html;
}
