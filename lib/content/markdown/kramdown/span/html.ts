import { addText, Element } from '../element.ts';
import {
  BLOCK_ELEMENTS,
  contentModel,
  endOfComment,
  endTagAt,
  isTagStart,
  KNOWN_ELEMENTS,
  startTagAt,
  type Tag,
  VOID_ELEMENTS,
} from '../html-syntax.ts';
import { RULES, type SpanParser, type Stop } from './parser.ts';

/** The end tag of `name`. */
const endTagOf = (name: string): Stop => ({
  first: '<',
  isHere({ source }) {
    if (source.text[source.pos + 1] !== '/') return false;
    const found = endTagAt(source.text, source.pos)?.name;
    return (KNOWN_ELEMENTS.has(name) ? found?.toLowerCase() : found) === name;
  },
});

/** Whether Markdown is read in an element. */
function isParsed(parser: SpanParser, { name, attributes }: Tag): boolean {
  switch (attributes.get('markdown')) {
    case 'span':
      return true;
    case '1':
      return contentModel(name) !== 'raw';
    case '0':
      return false;
    default: {
      const isInRaw = parser.tree.type === 'html' && parser.tree.model === 'raw';
      return contentModel(name) !== 'raw' && !isInRaw && parser.document.options.parseSpanHtml;
    }
  }
}

function readElement(parser: SpanParser, tag: Tag): void {
  const { source } = parser;
  const element = new Element('html', tag.name);
  const doesParse = isParsed(parser, tag);
  element.model = doesParse ? 'span' : 'raw';
  element.isClosed = tag.isClosed;
  tag.attributes.delete('markdown');
  for (const [name, value] of tag.attributes) tag.attributes.set(name, value.replace(/\n+/g, ' '));
  element.attributes = tag.attributes;
  parser.add(element);
  if (tag.isClosed || VOID_ELEMENTS.has(tag.name)) return;
  if (parser.parse(element, endTagOf(tag.name), doesParse ? parser.ownRules : RULES.html)) {
    source.pos = endTagAt(source.text, source.pos)?.end ?? source.pos;
  } else {
    addText(element, source.take(source.text.length), parser.textType);
  }
}

/** An element that may stand in text, with its content; a comment. Tags that may not are text. */
export function parseSpanHtml(parser: SpanParser): boolean {
  const { source } = parser;
  const { text, pos } = source;
  if (!isTagStart(text, pos)) return false;
  const comment = endOfComment(source, pos);
  if (comment !== -1) {
    parser.add(new Element('html-comment', source.take(comment)));
    return true;
  }
  const endTag = text[pos + 1] === '/' ? endTagAt(text, pos) : undefined;
  if (endTag !== undefined) {
    parser.addText(source.take(endTag.end));
    return true;
  }
  const tag = startTagAt(source, pos);
  if (tag === undefined) parser.addText(source.take(pos + 1));
  else if (BLOCK_ELEMENTS.has(tag.name)) parser.addText(source.take(tag.end));
  else if (parser.mayNestHtml) {
    source.pos = tag.end;
    readElement(parser, tag);
  } else parser.add(new Element('raw', source.take(tag.end)));
  return true;
}
