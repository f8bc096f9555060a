import { replaceAbbreviations } from './abbreviations.ts';
import { applyAttributeList } from './attribute-list.ts';
import { BlockParser } from './block/parser.ts';
import { Document } from './document.ts';
import { Element } from './element.ts';
import { breakLines, newIdMaker, plainText } from './gfm.ts';
import type { KramdownOptions } from './options.ts';
import { HtmlWriter } from './output/writer.ts';
import { RULES, SpanParser } from './span/parser.ts';

/** Reads the spans of all blocks, gives the blocks their attributes, and takes out what only ended blocks. */
function readSpans(document: Document, parent: Element): void {
  const children: Element[] = [];
  for (const child of parent.children) {
    if (child.type === 'raw-text') {
      const holder = new Element('raw-text');
      new SpanParser(document, child.value).parse(holder);
      for (const span of holder.children) children.push(span);
      continue;
    }
    if (child.type === 'block-end' || (child.type === 'blank' && children.at(-1)?.type === 'blank')) continue;
    readSpans(document, child);
    if (child.list !== undefined) applyAttributeList(child, child.list, document.attributeLists);
    const isGfm = document.options.input === 'GFM';
    if (child.type === 'dt' || (child.type === 'header' && isGfm)) child.detail = plainText(child, isGfm);
    children.push(child);
  }
  parent.children = children;
}

/** Line breaks and ids of headings as GitHub makes them; not within HTML elements. */
function finishGfm(document: Document, parent: Element, makeId: (text: string) => string): void {
  const mark = document.options.hardWrap ? '\n' : '\\\n';
  if (parent.children.some(({ type, value }) => type === 'text' && value.includes(mark))) {
    parent.children = parent.children.flatMap((child) =>
      child.type === 'text' ? breakLines(parent, child, mark) : [child],
    );
  }
  for (const child of parent.children) {
    if (child.type === 'html' || child.type === 'text') continue;
    if (child.type === 'header' && document.options.autoIds && !child.attributes?.has('id')) {
      child.attributes ??= new Map();
      child.attributes.set('id', makeId(child.detail ?? ''));
    } else finishGfm(document, child, makeId);
  }
}

/** Reads a text into a tree. */
function parseDocument(text: string, options: KramdownOptions): { document: Document; root: Element } {
  const document = new Document(text.length, options);
  const root = new Element('root');
  new BlockParser(document, root, text).parse(root);
  const roots = [root, ...[...document.footnotes.values()].map(({ content }) => content)];
  for (const { mark } of document.abbreviations.values()) {
    if (mark.list !== undefined) applyAttributeList(mark, mark.list, document.attributeLists);
  }
  for (const part of roots) readSpans(document, part);
  for (const part of roots) replaceAbbreviations(document, part);
  if (options.input === 'GFM') finishGfm(document, root, newIdMaker(document.options.autoIdPrefix));
  return { document, root };
}

/** `renderKramdown`, once the parser is loaded. */
export function convert(body: string, options: KramdownOptions): string {
  const { document, root } = parseDocument(normalize(body), options);
  return new HtmlWriter(document).writeDocument(root);
}

/** `smarten`, once the parser is loaded. */
export function convertSigns(body: string, options: KramdownOptions): string {
  const text = normalize(body);
  const document = new Document(text.length, { ...options, input: 'kramdown' });
  const root = new Element('root');
  new SpanParser(document, text).parse(root, undefined, RULES.typographic);
  return new HtmlWriter(document).writeDocument(root).replace(/\n$/, '');
}

const normalize = (body: string): string =>
  `${body.replaceAll('\0', '\ufffd').replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n`;
