import { Element } from '../element.ts';
import { isAlphanumericAt, isLetterBefore, isSpace } from '../source.ts';
import type { SpanParser, Stop } from './parser.ts';

/** The end of an emphasis: its mark, after a character that is no white space. */
function endOf(mark: string, type: 'em' | 'strong'): Stop {
  const first = mark.charAt(0);
  return {
    first,
    isHere(parser, element) {
      const { text, pos } = parser.source;
      if (!text.startsWith(mark, pos) || element.children.length === 0) return false;
      if (pos > 0 && isSpace(text.charCodeAt(pos - 1))) return false;
      // Exactly two marks begin or end a strong emphasis within this one.
      const isDouble = text.startsWith(mark + mark, pos) && text.charAt(pos + 2) !== first;
      if (type === 'em' && isDouble) return false;
      return first !== '_' || !isAlphanumericAt(text, pos + mark.length);
    },
  };
}

const STOPS = {
  '*': endOf('*', 'em'),
  '**': endOf('**', 'strong'),
  _: endOf('_', 'em'),
  __: endOf('__', 'strong'),
} as const;

type Mark = keyof typeof STOPS;

/** Letters, and perhaps a hyphen and more letters, directly before: a low line there is part of a word. */
const isInWord = (text: string, index: number): boolean =>
  isLetterBefore(text, index) || (text.charAt(index - 1) === '-' && isLetterBefore(text, index - 1));

/** Reads an emphasis whose first mark has been taken. */
function readEmphasis(parser: SpanParser, mark: Mark, type: 'em' | 'strong'): Element | undefined {
  const { source } = parser;
  if (source.next(mark, source.pos) === -1) return undefined;
  const element = new Element(type);
  if (!parser.parse(element, STOPS[mark])) return undefined;
  source.pos += mark.length;
  return element;
}

/** `*em*`, `**strong**`, and the same with `_` where it is not within a word. */
export function parseEmphasis(parser: SpanParser): boolean {
  const { source, tree } = parser;
  const { text, pos } = source;
  const single = text.charAt(pos) === '*' ? '*' : '_';
  const isDouble = text.charAt(pos + 1) === single;
  const type = isDouble ? 'strong' : 'em';
  const mark: Mark = isDouble ? (single === '*' ? '**' : '__') : single;
  source.pos = pos + mark.length;
  if (
    (single === '_' && isInWord(text, pos)) ||
    isSpace(text.charCodeAt(source.pos)) ||
    !parser.mayTry ||
    parser.isWithin(type)
  ) {
    parser.addText(mark);
    return true;
  }
  let element = readEmphasis(parser, mark, type);
  if (element === undefined && isDouble && tree.type !== 'em') {
    source.pos = pos + 1;
    element = readEmphasis(parser, single, 'em');
  }
  if (element === undefined) {
    source.pos = pos + mark.length;
    parser.addText(mark);
  } else parser.add(element);
  return true;
}
