import { applyAttributeList } from '../attribute-list.ts';
import type { LinkDefinition } from '../document.ts';
import { type AttributeList, Element, setAttribute } from '../element.ts';
import { linkKey } from '../options.ts';
import { isSpace, skipSpace, trim } from '../source.ts';
import type { SpanParser, Stop } from './parser.ts';

const FOOTNOTE = /\[\^([A-Za-z\d_][\w-]*)\]/y;

/** `[^name]`, where there is such a footnote. */
export function parseFootnoteMark(parser: SpanParser): boolean {
  const { source, document } = parser;
  FOOTNOTE.lastIndex = source.pos;
  const name = FOOTNOTE.exec(source.text)?.[1];
  if (name === undefined) return false;
  const mark = source.take(FOOTNOTE.lastIndex);
  if (document.footnotes.has(name)) parser.add(new Element('footnote', name));
  else parser.addText(mark);
  return true;
}

/** The bracket that closes a link's text: brackets in it come in pairs; those of images in it have been read. */
class ClosingBracket implements Stop {
  readonly first = '][!';
  private open = 1;
  private images = 0;
  private counted = 0;

  isHere(parser: SpanParser, element: Element): boolean {
    const { text, pos } = parser.source;
    const character = text.charAt(pos);
    if (character === '!' && text.charAt(pos + 1) !== '[') return false;
    this.open += character === ']' ? -1 : 1;
    if (character !== ']') return false;
    for (; this.counted < element.children.length; this.counted++) {
      if (element.children[this.counted]?.type === 'img') this.images++;
    }
    return this.open === this.images;
  }
}

interface Target {
  url: string;
  title: string | undefined;
  list: AttributeList | undefined;
}

const ESCAPED = /\\([\\.*_+`<>()[\]{}#!:|"'$=-])/g;

/** The target of a reference: `[text][name]`, `[text][]` or `[text]`. */
function referenceTarget(parser: SpanParser, text: string, name: string | undefined): Target | undefined {
  const found: LinkDefinition | undefined = parser.document.links.get(linkKey(name ?? text));
  return found && { url: found.url, title: found.title, list: found.mark?.list };
}

/** A name in brackets at the parser's place: `undefined` where there are none. */
function takeName(parser: SpanParser): { name: string | undefined } | undefined {
  const { source } = parser;
  const open = skipSpace(source.text, source.pos);
  if (source.text[open] !== '[') return undefined;
  const close = source.next(']', open + 1);
  if (close === -1) return undefined;
  source.pos = close + 1;
  return { name: source.text.slice(open + 1, close) || undefined };
}

/** The index after a title and the parenthesis that closes a link. */
function titleAt(parser: SpanParser, index: number): { title: string; end: number } | undefined {
  const { source, document } = parser;
  const { text } = source;
  const start = skipSpace(text, index);
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  for (let at = source.next(quote, start + 2); at !== -1; at = source.next(quote, at + 1)) {
    document.spend(at - start);
    const end = skipSpace(text, at + 1);
    if (text[end] === ')') return { title: text.slice(start + 1, at), end: end + 1 };
    if (document.isExhausted) break;
  }
  return undefined;
}

/** Where an address in parentheses ends: at the parenthesis that closes it, or at white space before a title. */
function endOfUrl(parser: SpanParser, from: number): { end: number; isClosed: boolean } | undefined {
  const { text } = parser.source;
  let open = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) open++;
    else if (code === 41) open--;
    else if (!isSpace(code) || (text[at + 1] !== '"' && text[at + 1] !== "'")) continue;
    else {
      parser.document.spend(at - from);
      return { end: at, isClosed: false };
    }
    if (open === 0) {
      parser.document.spend(at - from);
      return { end: at, isClosed: true };
    }
  }
  parser.document.spend(text.length - from);
  return undefined;
}

/** Takes a target in parentheses: `(address "title")`, `(<address>)`. */
function takeTarget(parser: SpanParser): Target | undefined {
  const { source } = parser;
  const { text, pos } = source;
  let url: string;
  let end: number;
  const close = text[pos + 1] === '<' ? source.next('>', pos + 2) : -1;
  const lineFeed = close === -1 ? -1 : source.next('\n', pos);
  if (close !== -1 && (lineFeed === -1 || lineFeed > close)) {
    url = text.slice(pos + 2, close);
    end = close + 1;
    if (text[end] === ')') {
      source.pos = end + 1;
      return { url, title: undefined, list: undefined };
    }
  } else {
    const found = source.next(')', pos) !== -1 ? endOfUrl(parser, pos) : undefined;
    if (found === undefined) return undefined;
    url = trim(text.slice(pos + 1, found.end));
    end = found.end;
    if (found.isClosed) {
      source.pos = end + 1;
      return { url, title: undefined, list: undefined };
    }
  }
  const title = titleAt(parser, end);
  if (title === undefined) return undefined;
  source.pos = title.end;
  return { url, title: title.title, list: undefined };
}

/** Adds the link or the image. */
function addLink(parser: SpanParser, element: Element, { url, title, list }: Target, text: string): void {
  element.list = list;
  if (list !== undefined) applyAttributeList(element, list, parser.document.attributeLists);
  setAttribute(element, element.type === 'a' ? 'href' : 'src', url);
  if (element.type === 'img') {
    setAttribute(element, 'alt', text);
    element.children = [];
  }
  if (title !== undefined) setAttribute(element, 'title', title);
  parser.add(element);
}

/** Reads the link's text and its target; nothing where it is no link. */
function readLink(parser: SpanParser, element: Element): { target: Target; text: string } | undefined {
  const { source } = parser;
  const start = source.pos;
  if (source.next(']', start) === -1 || !parser.parse(element, new ClosingBracket())) return undefined;
  const text = source.text.slice(start, source.pos).replace(ESCAPED, '$1');
  source.pos++;
  const name = takeName(parser);
  const isReference = name !== undefined || source.text[source.pos] !== '(';
  const target = isReference ? referenceTarget(parser, text, name?.name) : takeTarget(parser);
  return target && { target, text };
}

/** `[text](address)`, `![text](address)`, and the same by reference. Links do not stand in links. */
export function parseLink(parser: SpanParser): boolean {
  const { source } = parser;
  const { text, pos } = source;
  const isImage = text[pos] === '!';
  const open = isImage ? pos + 1 : pos;
  if (text[open] !== '[' || open + 1 >= text.length || text[open + 1] === '^') return false;
  source.pos = open + 1;
  const isNested = !isImage && (parser.isWithin('a') || parser.isWithin('img'));
  const element = new Element(isImage ? 'img' : 'a');
  const link = isNested || !parser.mayTry ? undefined : readLink(parser, element);
  if (link === undefined) {
    source.pos = open + 1;
    parser.addText(text.slice(pos, open + 1));
  } else addLink(parser, element, link.target, link.text);
  return true;
}
