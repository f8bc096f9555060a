/** Attributes of an HTML element, in the order in which they were written. */
export type Attributes = Map<string, string>;

/** What stands in an inline attribute list: attributes, and names of attribute lists defined elsewhere. */
export interface AttributeList {
  attributes: Attributes;
  references: string[];
}

/** How the content of an HTML element is read: as blocks, as text, or as HTML alone. */
export type ContentModel = 'block' | 'span' | 'raw';

export type ElementType =
  // blocks
  | ('root' | 'blank' | 'block-end' | 'p' | 'header' | 'hr' | 'code-block' | 'blockquote')
  | ('ul' | 'ol' | 'li' | 'dl' | 'dt' | 'dd' | 'table' | 'thead' | 'tbody' | 'tfoot' | 'tr' | 'td')
  // spans
  | ('text' | 'raw-text' | 'em' | 'strong' | 'a' | 'img' | 'code' | 'br' | 'symbol' | 'footnote' | 'abbreviation')
  // both
  | ('html' | 'html-comment' | 'comment' | 'raw' | 'math');

/**
 * A node of the document's tree. `raw-text` is text of a block that the span parser has still to read; `blank` and `block-end` mark
 * where blocks end and give nothing. A `symbol` is a character that text did not have as such: an entity, a quotation mark, a dash.
 */
export class Element {
  type: ElementType;
  /** Text, code, TeX, the name of an HTML element or of a footnote, as the type has it. */
  value: string;
  children: Element[] = [];
  attributes: Attributes | undefined = undefined;
  /** The attribute list that was written for this element, before references in it are resolved. */
  list: AttributeList | undefined = undefined;
  /** Whether an element of a type that may be either is a block. */
  isBlock = false;
  /** `html`: how its content is read. */
  model: ContentModel = 'raw';
  /** `html`: written as `<name />`, or without an end tag by nature. */
  isClosed = false;
  /** `p`: stands in a tight list, without a `<p>` around it. `dd`: begins with a paragraph. */
  isTransparent = false;
  /** `header`: 1 to 6 as written. */
  level = 0;
  /** `header` and `dt`: the text that an id is made of. `code-block`: its language. `block-end`: what ended the block. */
  detail: string | undefined = undefined;
  /** `tr`: the alignment of each column. */
  alignment: (string | undefined)[] | undefined = undefined;

  constructor(type: ElementType, value = '') {
    this.type = type;
    this.value = value;
  }
}

/** Appends text to an element; adjoining text of one type stays one node. */
export function addText(parent: Element, text: string, type: 'text' | 'raw-text' | 'raw'): void {
  const last = parent.children.at(-1);
  if (last?.type === type) last.value += text;
  else if (text !== '') parent.children.push(new Element(type, text));
}

export function setAttribute(element: Element, name: string, value: string): void {
  element.attributes ??= new Map();
  element.attributes.set(name, value);
}
