import { addText, Element } from '../element.ts';
import { isSpace, type Source, trim } from '../source.ts';
import { SpanParser } from './parser.ts';

/** The runs of backticks of a text, each with the length of the longest from it on. */
class Backticks {
  private readonly starts: number[] = [];
  private readonly longest: number[] = [];

  constructor(text: string) {
    for (let at = text.indexOf('`'), end = at; at !== -1; at = text.indexOf('`', end)) {
      end = at;
      while (text[end] === '`') end++;
      this.starts.push(at);
      this.longest.push(end - at);
    }
    for (let index = this.longest.length - 2; index >= 0; index--) {
      this.longest[index] = Math.max(this.longest[index] ?? 0, this.longest[index + 1] ?? 0);
    }
  }

  /** Whether a run of `length` or more begins at `from` or after it. */
  hasRun(length: number, from: number): boolean {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (this.longest[low] ?? 0) >= length;
  }
}

const BACKTICKS = new WeakMap<Source, Backticks>();

function hasBackticks(source: Source, length: number, from: number): boolean {
  const backticks = BACKTICKS.get(source) ?? new Backticks(source.text);
  BACKTICKS.set(source, backticks);
  return backticks.hasRun(length, from);
}

/** `code`, between equal runs of backticks. */
export function parseCode(parser: SpanParser): boolean {
  const { source } = parser;
  const { text, pos } = source;
  let start = pos;
  while (text[start] === '`') start++;
  const delimiter = text.slice(pos, start);
  const isSimple = delimiter.length === 1;
  const isAfterSpace = pos === 0 || isSpace(text.charCodeAt(pos - 1));
  const isText = isSimple && isAfterSpace && isSpace(text.charCodeAt(start));
  const close = isText || !hasBackticks(source, delimiter.length, start) ? -1 : text.indexOf(delimiter, start);
  if (close === -1) {
    parser.addText(source.take(start));
    return true;
  }
  let code = text.slice(start, close);
  if (!isSimple && code.startsWith(' ')) code = code.slice(1);
  if (!isSimple && code.endsWith(' ')) code = code.slice(0, -1);
  source.pos = close + delimiter.length;
  parser.add(new Element('code', code));
  return true;
}

/** `$$TeX$$` within text. */
export function parseMath(parser: SpanParser): boolean {
  const { source } = parser;
  const { text, pos } = source;
  if (text[pos + 1] !== '$') return false;
  const close = source.next('$$', pos + 2);
  if (close === -1) return false;
  parser.add(new Element('math', trim(text.slice(pos + 2, close))));
  source.pos = close + 2;
  return true;
}

const SCHEME = /(?:mailto|https?|ftps?):/y;
const MAIL = /[\p{Alphabetic}\p{Nd}\-_.]+@[\p{Alphabetic}\p{Nd}\-_.]+(?=>)/uy;

/** The end of the address at `index`, a `>` on the same line; -1 where there is none. */
function endOfAddress(source: Source, index: number): number {
  SCHEME.lastIndex = index;
  if (!SCHEME.test(source.text)) return -1;
  const close = source.next('>', SCHEME.lastIndex + 1);
  const lineFeed = source.next('\n', SCHEME.lastIndex);
  return lineFeed !== -1 && lineFeed < close ? -1 : close;
}

/** `<https://…>` and `<name@host>`. */
export function parseAutolink(parser: SpanParser): boolean {
  const { source } = parser;
  const { text, pos } = source;
  const addressEnd = endOfAddress(source, pos + 1);
  const isAddress = addressEnd !== -1;
  MAIL.lastIndex = pos + 1;
  if (!isAddress && !MAIL.test(text)) return false;
  const end = isAddress ? addressEnd : MAIL.lastIndex;
  const address = text.slice(pos + 1, end);
  const link = new Element('a');
  link.attributes = new Map([['href', isAddress ? address : `mailto:${address}`]]);
  addText(link, address.replace(/^mailto:/, ''), parser.textType);
  parser.add(link);
  source.pos = end + 1;
  return true;
}

/** GitHub's `~~deleted~~`. */
export function parseStrikethrough(parser: SpanParser): boolean {
  const { source, document } = parser;
  const { text, pos } = source;
  if (document.options.input !== 'GFM' || text[pos + 1] !== '~' || !parser.mayTry) return false;
  const first = text.charCodeAt(pos + 2);
  if (Number.isNaN(first) || isSpace(first) || first === 126) return false;
  let close = source.next('~~', pos + 3);
  while (close !== -1 && (isSpace(text.charCodeAt(close - 1)) || text[close - 1] === '~')) {
    document.spend(1);
    if (document.isExhausted) return false;
    close = source.next('~~', close + 1);
  }
  if (close === -1) return false;
  const element = new Element('html', 'del');
  element.model = 'span';
  parser.add(element);
  new SpanParser(document, text.slice(pos + 2, close), 'text', parser.depth + 1).parse(element);
  source.pos = close + 2;
  return true;
}
