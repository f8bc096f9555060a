import { applyAttributeList, endOfList, mergeLists, newList, readAttributeList } from '../attribute-list.ts';
import { Element } from '../element.ts';
import { extensionTagAt } from '../extensions.ts';
import { setDocumentOption } from '../options.ts';
import type { SpanParser } from './parser.ts';

/** Where the body of an extension ends, at `{:/}` or `{:/name}`. */
function findEndTag(parser: SpanParser, name: string, from: number): { start: number; end: number } | undefined {
  const { source, document } = parser;
  for (let at = source.next('{:/', from); at !== -1; at = source.next('{:/', at + 1)) {
    document.spend(1);
    if (document.isExhausted) break;
    if (source.text[at + 3] === '}') return { start: at, end: at + 4 };
    if (source.text.startsWith(`${name}}`, at + 3)) return { start: at, end: at + 4 + name.length };
  }
  return undefined;
}

/** `{::comment}`, `{::nomarkdown}` and `{::options /}` within text. */
function parseExtension(parser: SpanParser): boolean {
  const { source, document } = parser;
  const tag = extensionTagAt(source, source.pos);
  if (tag === undefined) return false;
  const { name } = tag;
  const isKnown = name === 'comment' || name === 'nomarkdown' || name === 'options';
  const close = name !== undefined && isKnown && !tag.isClosed ? findEndTag(parser, name, tag.end) : undefined;
  if (!isKnown || (!tag.isClosed && close === undefined)) {
    parser.addText(source.take(source.pos + 1));
    return true;
  }
  if (name === 'options') {
    for (const [option, value] of tag.list.attributes) setDocumentOption(document.options, option, value);
  } else if (close !== undefined) {
    const types = tag.list.attributes.get('type')?.split(/\s+/);
    const isShown = name === 'comment' || types === undefined || types.includes('html');
    const body = isShown ? source.text.slice(tag.end, close.start) : '';
    parser.add(new Element(name === 'comment' ? 'comment' : 'raw', body));
  }
  source.pos = close?.end ?? tag.end;
  return true;
}

/** `{: .class}` directly after a span. */
export function parseSpanExtension(parser: SpanParser): boolean {
  const { source, tree, document } = parser;
  const { text, pos } = source;
  if (text[pos + 1] !== ':') return false;
  if (parseExtension(parser)) return true;
  const close = endOfList(source, pos + 2);
  const last = tree.children.at(-1);
  if (close === -1 || last === undefined || last.type === parser.textType) {
    parser.addText(source.take(pos + 1));
    return true;
  }
  const list = readAttributeList(text.slice(pos + 2, close), newList());
  last.list ??= newList();
  mergeLists(last.list, list);
  applyAttributeList(last, list, document.attributeLists);
  source.pos = close + 1;
  return true;
}
