import { blockListAt, endOfList, newList, readAttributeList } from '../attribute-list.ts';
import { Element } from '../element.ts';
import { extensionTagAt } from '../extensions.ts';
import { setDocumentOption } from '../options.ts';
import { endOfBlankRest, skipIndent } from '../source.ts';
import type { BlockParser } from './parser.ts';

const DEFINITION = /\{:([A-Za-z\d_][\w-]*):/y;

/** `{:name: .class}` defines an attribute list. */
function parseListDefinition(parser: BlockParser, start: number): boolean {
  const { source, document } = parser;
  DEFINITION.lastIndex = start;
  const name = DEFINITION.exec(source.text)?.[1];
  if (name === undefined) return false;
  const from = DEFINITION.lastIndex;
  const close = endOfList(source, from);
  const end = close === -1 ? -1 : endOfBlankRest(source.text, close + 1);
  if (end === -1) return false;
  source.pos = end;
  const list = document.attributeLists.get(name) ?? newList();
  document.attributeLists.set(name, readAttributeList(source.text.slice(from, close), list));
  const mark = parser.newBlock('block-end');
  mark.detail = 'list-definition';
  parser.add(mark);
  return true;
}

/** The end tag of a block extension, alone on its line at `from` or after it. */
function findEndTag(parser: BlockParser, name: string, from: number): { start: number; end: number } | undefined {
  const { source } = parser;
  const { text } = source;
  for (let at = source.next('{:/', from); at !== -1; at = source.next('{:/', at + 1)) {
    parser.document.spend(1);
    if (parser.document.isExhausted) return undefined;
    const rest = text.startsWith(`${name}}`, at + 3) ? at + 4 + name.length : text[at + 3] === '}' ? at + 4 : -1;
    const end = rest === -1 ? -1 : endOfBlankRest(text, rest);
    let start = at;
    while (at - start < 3 && text[start - 1] === ' ') start--;
    if (end !== -1 && (start <= from || text[start - 1] === '\n')) return { start: Math.max(start, from), end };
  }
  return undefined;
}

/** `{::comment}`, `{::nomarkdown}` and `{::options}`. */
function parseExtension(parser: BlockParser, start: number): boolean {
  const { source, document } = parser;
  const { text } = source;
  const tag = extensionTagAt(source, start);
  const lineFeed = tag === undefined ? -1 : endOfBlankRest(text, tag.end);
  if (tag?.name === undefined || lineFeed === -1) return false;
  if (tag.name !== 'comment' && tag.name !== 'nomarkdown' && tag.name !== 'options') return false;
  let body: string | undefined;
  let end = lineFeed;
  if (!tag.isClosed) {
    const close = findEndTag(parser, tag.name, lineFeed);
    if (close === undefined) return false;
    body = text.slice(lineFeed, close.start).replace(/\n$/, '');
    end = close.end;
  }
  source.pos = end;
  if (tag.name === 'options') {
    for (const [name, value] of tag.list.attributes) setDocumentOption(document.options, name, value);
    const mark = parser.newBlock('block-end');
    mark.detail = 'extension';
    parser.add(mark);
  } else if (body !== undefined) {
    const types = tag.list.attributes.get('type')?.split(/\s+/);
    const element = new Element(tag.name === 'comment' ? 'comment' : 'raw', body);
    element.isBlock = true;
    if (element.type === 'comment' || types === undefined || types.includes('html')) parser.add(element);
    else parser.add(new Element('raw', ''));
  }
  return true;
}

/** Ends of definitions take an attribute list; other ends of blocks do not. */
const takesList = (element: Element): boolean =>
  element.type !== 'blank' &&
  (element.type !== 'block-end' || ['link', 'abbreviation', 'footnote'].includes(element.detail ?? ''));

/** `{: .class}` belongs to the block before it, or, after a blank line, to the next one. */
function parseBlockList(parser: BlockParser): boolean {
  const { source } = parser;
  const found = blockListAt(source, source.pos);
  if (found === undefined) return false;
  source.pos = found.end;
  const last = parser.tree.children.at(-1);
  if (last !== undefined && takesList(last)) {
    last.list = readAttributeList(found.content, last.list ?? newList());
    if (blockListAt(source, source.pos) === undefined) {
      const mark = parser.newBlock('block-end');
      mark.detail = 'list';
      parser.add(mark);
    }
  } else {
    parser.pendingList = readAttributeList(found.content, parser.pendingList ?? newList());
  }
  return true;
}

export function parseBlockExtension(parser: BlockParser): boolean {
  const { source } = parser;
  const start = skipIndent(source.text, source.pos);
  if (!source.text.startsWith('{:', start)) return false;
  return parseListDefinition(parser, start) || parseExtension(parser, start) || parseBlockList(parser);
}
