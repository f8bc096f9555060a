import { Element } from '../element.ts';
import { linkKey } from '../options.ts';
import { lineEnd, skipIndent, trim, trimEnd } from '../source.ts';
import { endOfIndented, outdent } from './code.ts';
import type { BlockParser } from './parser.ts';

/** Adds the mark that stands for a definition: it ends the block before, and takes an attribute list after it. */
function addMark(parser: BlockParser, detail: string): Element {
  const mark = parser.newBlock('block-end');
  mark.detail = detail;
  parser.add(mark);
  return mark;
}

const FOOTNOTE = /\[\^([A-Za-z\d_][\w-]*)\]:/y;

/** `[^name]: …`, and the indented lines after it. */
export function parseFootnote(parser: BlockParser): boolean {
  const { source } = parser;
  FOOTNOTE.lastIndex = skipIndent(source.text, source.pos);
  const name = FOOTNOTE.exec(source.text)?.[1];
  if (name === undefined || !parser.mayNest) return false;
  source.pos = FOOTNOTE.lastIndex;
  const content = new Element('root');
  const text = source.take(endOfIndented(parser, lineEnd(source.text, source.pos)));
  parser.parse(content, outdent(text));
  // The last definition of a name counts, at the place of the first.
  parser.document.footnotes.set(name, { content, mark: addMark(parser, 'footnote') });
  return true;
}

const skipGap = (text: string, index: number): number => {
  let at = index;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
};

/** A title between quotation marks, alone on the rest of the line at `index`. */
function titleAt(text: string, index: number): { title: string; end: number } | undefined {
  const quote = text[index];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = lineEnd(text, index);
  const line = trimEnd(text.slice(index, end));
  return line.length > 2 && line.endsWith(quote) ? { title: line.slice(1, -1), end } : undefined;
}

interface Target {
  url: string;
  title: string | undefined;
  end: number;
}

/** What stands after an address that ends at `index`: a title on this line or on the next one, or nothing. */
function afterUrl(text: string, index: number): Omit<Target, 'url'> | undefined {
  const at = skipGap(text, index);
  if (text[at] === '\n' || at >= text.length) {
    const next = titleAt(text, skipGap(text, at + 1));
    return next ?? { title: undefined, end: Math.min(at + 1, text.length) };
  }
  return at > index ? titleAt(text, at) : undefined;
}

/** The address and the title of a link definition; nothing where white space and a quotation mark stand in the address. */
function targetAt(text: string, index: number): Target | undefined {
  const line = text.slice(index, lineEnd(text, index));
  if (line.startsWith('<')) {
    for (let close = line.indexOf('>'); close !== -1; close = line.indexOf('>', close + 1)) {
      const rest = afterUrl(text, index + close + 1);
      if (rest !== undefined) return { url: line.slice(1, close), ...rest };
    }
  }
  const quoted = line.search(/[ \t]["']/);
  if (quoted > 0) {
    const urlEnd = index + trimEnd(line.slice(0, quoted)).length;
    const rest = urlEnd > index ? afterUrl(text, urlEnd) : undefined;
    return rest?.title === undefined ? undefined : { url: text.slice(index, urlEnd), ...rest };
  }
  const url = trimEnd(line);
  const rest = url === '' ? undefined : afterUrl(text, index + url.length);
  return rest === undefined ? undefined : { url, ...rest };
}

const LINK_NAME = /\[([^\n\]]+)\]:/y;

/** `[name]: address "title"`. */
export function parseLinkDefinition(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  LINK_NAME.lastIndex = skipIndent(text, source.pos);
  const name = LINK_NAME.exec(text)?.[1];
  if (name === undefined) return false;
  const target = targetAt(text, skipGap(text, LINK_NAME.lastIndex));
  if (target === undefined) return false;
  source.pos = target.end;
  const { url, title } = target;
  parser.document.links.set(linkKey(name), { url, title, mark: addMark(parser, 'link') });
  return true;
}

/** `*[name]: explanation`. */
export function parseAbbreviation(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  const start = skipIndent(text, source.pos);
  if (!text.startsWith('*[', start)) return false;
  const end = lineEnd(text, start);
  const line = text.slice(start + 2, end);
  const close = line.indexOf(']:', 1);
  if (close === -1) return false;
  source.pos = end;
  const title = trim(line.slice(close + 2));
  parser.document.abbreviations.set(line.slice(0, close), { title, mark: addMark(parser, 'abbreviation') });
  return true;
}
