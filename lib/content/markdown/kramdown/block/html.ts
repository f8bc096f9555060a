import { MAX_DEPTH } from '../document.ts';
import { addText, type ContentModel, Element } from '../element.ts';
import {
  contentModel,
  elementName,
  endOfComment,
  endTagAt,
  isTagStart,
  SPAN_ELEMENTS,
  startTagAt,
  type Tag,
  VOID_ELEMENTS,
} from '../html-syntax.ts';
import { skipIndent } from '../source.ts';
import type { BlockParser } from './parser.ts';

/** What the attribute `markdown` says of an element's content. */
function requestedModel(value: string | undefined, name: string): ContentModel | undefined {
  switch (value) {
    case '0':
      return 'raw';
    case '1':
      return contentModel(name);
    case 'span':
    case 'block':
      return value;
    default:
      return undefined;
  }
}

const isRawHtml = (element: Element): boolean => element.type === 'html' && element.model === 'raw';

/** Takes blanks and the line feed after them. */
function takeLineFeed(parser: BlockParser): void {
  const { source } = parser;
  let at = source.pos;
  while (source.text[at] === ' ' || source.text[at] === '\t') at++;
  if (source.text[at] === '\n') source.pos = at + 1;
}

/** Takes the text up to the end tag of `name`, and the tag; where there is none, the rest. */
function takeToEndTag(parser: BlockParser, name: string): string {
  const { source } = parser;
  const endTag = new RegExp(`</${name.replace(/[.$]/g, '\\$&')}[ \\t\\n\\v\\f\\r]*>`, 'gi');
  endTag.lastIndex = source.pos;
  const match = endTag.exec(source.text);
  const content = source.take(match?.index ?? source.text.length);
  if (match !== null) source.pos = endTag.lastIndex;
  return content;
}

function readContent(parser: BlockParser, element: Element): void {
  if (element.model === 'block' && parser.mayNest) parser.parse(element);
  else if (element.model === 'span') addText(element, takeToEndTag(parser, element.value), 'raw-text');
  else {
    element.model = 'raw';
    readRawHtml(parser, element);
  }
}

/** Adds the element whose start tag has been taken, and reads it to its end. */
function readElement(parser: BlockParser, tag: Tag): void {
  const { tree } = parser;
  const element = parser.newBlock('html', tag.name);
  const isInRaw = isRawHtml(tree);
  element.attributes = tag.attributes;
  element.isClosed = tag.isClosed || VOID_ELEMENTS.has(tag.name);
  parser.add(element);
  const markdown = requestedModel(tag.attributes.get('markdown'), tag.name);
  tag.attributes.delete('markdown');
  const parses = parser.document.options.parseBlockHtml && !isInRaw;
  element.model = markdown ?? (parses ? contentModel(tag.name) : 'raw');
  if (tag.name === 'script' || tag.name === 'style') {
    element.isClosed = false;
    addText(element, takeToEndTag(parser, tag.name), 'raw');
    if (element.model === 'block') takeLineFeed(parser);
    return;
  }
  if (element.model === 'block') takeLineFeed(parser);
  if (element.isClosed) return;
  readContent(parser, element);
  if (!isInRaw) takeLineFeed(parser);
}

/** Elements within an element that is too deep to hold them: their tags are kept as they stand, side by side. */
class FlatElements {
  private readonly open = new Map<string, number>();

  start(tag: Tag): void {
    if (tag.isClosed || VOID_ELEMENTS.has(tag.name)) return;
    this.open.set(tag.name, (this.open.get(tag.name) ?? 0) + 1);
  }

  /** Whether an end tag ends one of them. */
  end(name: string): boolean {
    const count = this.open.get(name) ?? 0;
    if (count > 0) this.open.set(name, count - 1);
    return count > 0;
  }
}

/** Takes the tag, the comment or the character at `<`; true where it was the end tag of `element`. */
function readMarkup(parser: BlockParser, element: Element, flat: FlatElements): boolean {
  const { source } = parser;
  const { text, pos } = source;
  const comment = endOfComment(source, pos);
  const instruction = text[pos + 1] === '?' ? source.next('?>', pos + 2) : -1;
  const end = comment !== -1 ? comment : instruction === -1 ? -1 : instruction + 2;
  if (end !== -1) {
    const node = new Element('html-comment', source.take(end));
    node.isBlock = true;
    element.children.push(node);
    return false;
  }
  const tag = startTagAt(source, pos);
  if (tag !== undefined) {
    source.pos = tag.end;
    const isTooDeep = parser.depth >= MAX_DEPTH && tag.name !== 'script' && tag.name !== 'style';
    if (isTooDeep) {
      flat.start(tag);
      addText(element, text.slice(pos, tag.end), 'raw');
    } else readElement(parser, tag);
    return false;
  }
  const endTag = text[pos + 1] === '/' ? endTagAt(text, pos) : undefined;
  if (endTag !== undefined) {
    source.pos = endTag.end;
    const name = elementName(endTag.name);
    if (flat.end(name)) addText(element, text.slice(pos, endTag.end), 'raw');
    else if (name === element.value) return true;
    else addText(element, text.slice(pos, endTag.end), 'text');
    return false;
  }
  addText(element, source.take(pos + 1), 'text');
  return false;
}

/** Reads HTML into `element` up to its end tag, or to the end of the text. */
function readRawHtml(parser: BlockParser, element: Element): void {
  const { source, tree } = parser;
  const flat = new FlatElements();
  parser.tree = element;
  parser.depth++;
  for (let isEnded = false; !isEnded && !source.isAtEnd; ) {
    let at = source.next('<', source.pos);
    while (at !== -1 && !isTagStart(source.text, at) && source.text[at + 1] !== '?') at = source.next('<', at + 1);
    addText(element, source.take(at === -1 ? source.text.length : at), 'text');
    isEnded = at === -1 || readMarkup(parser, element, flat);
  }
  parser.depth--;
  parser.tree = tree;
}

/** An element that may not stand in text, a comment, or the end tag of the element whose blocks are being read. */
export function parseHtmlBlock(parser: BlockParser): boolean {
  const { source, tree } = parser;
  const { text, pos } = source;
  const start = skipIndent(text, pos);
  if (text[start] !== '<' || !isTagStart(text, start)) return false;
  const comment = endOfComment(source, pos);
  if (comment !== -1) {
    const node = new Element('html-comment', source.take(comment));
    node.isBlock = true;
    parser.add(node);
    takeLineFeed(parser);
    return true;
  }
  const tag = startTagAt(source, start);
  if (tag !== undefined && !SPAN_ELEMENTS.has(tag.name)) {
    source.pos = tag.end;
    readElement(parser, tag);
    return true;
  }
  const endTag = text[start + 1] === '/' ? endTagAt(text, start) : undefined;
  if (endTag === undefined || tree.type !== 'html' || tree.value !== endTag.name.toLowerCase()) return false;
  if (SPAN_ELEMENTS.has(tree.value)) return false;
  source.pos = endTag.end;
  parser.stop();
  return true;
}
