import { Element } from '../element.ts';
import { entityAt, entityCharacter } from '../entities.ts';
import type { SpanParser } from './parser.ts';

/** `&name;`, `&#8617;` or `&#x21a9;`; the ampersand of an unknown one is text. */
export function parseEntity(parser: SpanParser): boolean {
  const { source } = parser;
  const found = entityAt(source.text, source.pos);
  if (found === undefined) return false;
  const character = entityCharacter(found.entity);
  source.pos++;
  parser.add(new Element('symbol', character ?? '&'));
  if (character === undefined) parser.addText(source.take(found.end));
  else source.pos = found.end;
  return true;
}

/** Typographic signs by what is typed for them; longer ones first. */
const SYMBOLS: readonly (readonly [string, string])[] = [
  ['---', 'mdash'],
  ['--', 'ndash'],
  ['...', 'hellip'],
  ['<< ', 'laquo_space'],
  [' >>', 'raquo_space'],
  ['<<', 'laquo'],
  ['>>', 'raquo'],
];

const SIGNS: Readonly<Record<string, string>> = {
  mdash: '—',
  ndash: '–',
  hellip: '…',
  laquo: '«',
  raquo: '»',
  laquo_space: '«\u00a0',
  raquo_space: '\u00a0»',
};

/** Dashes, an ellipsis and guillemets, unless a backslash stands before. */
export function parseSymbol(parser: SpanParser): boolean {
  const { source, document } = parser;
  const { text, pos } = source;
  const { input, isTypographic, typographicSymbols } = document.options;
  if (input === 'GFM' && !isTypographic) return false;
  if (text[pos] === '\\') {
    const mark = text.slice(pos + 1, pos + 3);
    if (mark !== '<<' && mark !== '>>') return false;
    parser.addText(mark);
    source.pos = pos + 3;
    return true;
  }
  const [typed, name] = SYMBOLS.find(([mark]) => text.startsWith(mark, pos)) ?? [];
  if (typed === undefined || name === undefined) return false;
  source.pos = pos + typed.length;
  parser.add(new Element('symbol', typographicSymbols.get(name) ?? SIGNS[name]));
  return true;
}

/** Two spaces at a line's end, or in kramdown's dialect two backslashes. */
export function parseLineBreak(parser: SpanParser): boolean {
  const { source, document } = parser;
  const { text, pos } = source;
  if (document.options.input === 'GFM' && document.options.hardWrap) return false;
  const mark = text.slice(pos, pos + 3);
  if (mark !== '  \n' && mark !== '\\\\\n') return false;
  parser.add(new Element('br'));
  source.pos = pos + 2;
  return true;
}

const ESCAPED = /[\\.*_+`<>()[\]{}#!:|"'$=-]/;

/** A backslash before a mark makes it text. */
export function parseEscape(parser: SpanParser): boolean {
  const { source, document } = parser;
  const escaped = source.text.charAt(source.pos + 1);
  const isMark = ESCAPED.test(escaped) || (escaped === '~' && document.options.input === 'GFM');
  if (!isMark) return false;
  parser.addText(escaped);
  source.pos += 2;
  return true;
}
