import { Element } from '../element.ts';
import { isAsciiWord, isSpace, isWordAt } from '../source.ts';
import type { SpanParser } from './parser.ts';

const isQuote = (character: string | undefined): boolean => character === '"' || character === "'";
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const PUNCTUATION = /[!"#$%'()*+,\-./:;<=>?@[\\\]^_`{|}~]/;
/** After none of these a quotation mark closes. */
const NOT_BEFORE_CLOSING = /[ \\\t\r\n[{(-]/;

/** A quotation mark before punctuation, other than dots, that no word follows. */
function isBeforePunctuation(text: string, index: number): boolean {
  const next = text.charAt(index + 1);
  if (next === '' || !PUNCTUATION.test(next) || text.startsWith('..', index + 2)) return false;
  return isWordAt(text, index + 2) === (next === '_');
}

/** A quotation mark before white space, a final `s` or the end. */
function isBeforeEnd(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  return Number.isNaN(next) || isSpace(next) || (next === 115 && !isWordAt(text, index + 2));
}

/** Whether the single mark at `index` stands for the century of a decade: `'80s`. */
const isDecade = (text: string, index: number): boolean =>
  text[index] === "'" &&
  isDigit(text.charCodeAt(index + 1)) &&
  isDigit(text.charCodeAt(index + 2)) &&
  text[index + 3] === 's';

/** Whether two different marks stand at `index` before a word. */
const isPair = (text: string, index: number): boolean =>
  isQuote(text[index]) &&
  isQuote(text[index + 1]) &&
  text[index] !== text[index + 1] &&
  isAsciiWord(text.charCodeAt(index + 2));

type Side = 'left' | 'right';

/** How many characters before the quotation mark belong to it here, what it becomes, and how many marks there are. */
function findQuote(text: string, at: number): { before: 0 | 1; side: Side; count: 1 | 2 } | undefined {
  const isHere = isQuote(text[at]);
  const isNext = isQuote(text[at + 1]) && text[at] !== '\\';
  if (!isHere && !isNext) return undefined;
  if (isHere) {
    const next = text[at + 1];
    const isBeforeEmphasis = next === '*' || next === '_';
    const second = text.charCodeAt(at + 2);
    if (isBeforeEmphasis && !Number.isNaN(second) && !isSpace(second)) return { before: 0, side: 'left', count: 1 };
    if (isBeforePunctuation(text, at)) return { before: 0, side: 'right', count: 1 };
  }
  const isAfterSpace = isSpace(text.charCodeAt(at)) && isNext;
  const mark = isAfterSpace ? at + 1 : at;
  const before = isAfterSpace ? 1 : 0;
  if (isPair(text, mark)) return { before, side: 'left', count: 2 };
  if (isDecade(text, mark)) return { before, side: 'right', count: 1 };
  if (isAfterSpace && isAsciiWord(text.charCodeAt(at + 2))) return { before: 1, side: 'left', count: 1 };
  if (isNext && !NOT_BEFORE_CLOSING.test(text.charAt(at))) return { before: 1, side: 'right', count: 1 };
  if (isHere && isBeforeEnd(text, at)) return { before: 0, side: 'right', count: 1 };
  return remaining(text, at);
}

/** Any other mark opens; a single one, here or next, before a double one. */
function remaining(text: string, at: number): { before: 0 | 1; side: Side; count: 1 } {
  for (const quote of ["'", '"']) {
    if (text[at + 1] === quote) return { before: 1, side: 'left', count: 1 };
    if (text[at] === quote) return { before: 0, side: 'left', count: 1 };
  }
  return { before: 0, side: 'left', count: 1 };
}

/** Typographic quotation marks and apostrophes. */
export function parseSmartQuote(parser: SpanParser): boolean {
  const { source, document } = parser;
  const { text, pos } = source;
  const found = findQuote(text, pos);
  if (found === undefined) return false;
  const [leftSingle, rightSingle, leftDouble, rightDouble] = document.options.smartQuotes;
  parser.addText(source.take(pos + found.before));
  for (let count = found.count; count > 0; count--) {
    const isDouble = source.take(source.pos + 1) === '"';
    const left = isDouble ? leftDouble : leftSingle;
    parser.add(new Element('symbol', found.side === 'left' ? left : isDouble ? rightDouble : rightSingle));
  }
  return true;
}
