import { blockListAt } from '../attribute-list.ts';
import { type Document, MAX_DEPTH } from '../document.ts';
import { type AttributeList, Element, type ElementType } from '../element.ts';
import { endsParagraph } from '../html-syntax.ts';
import { endOfBlankRest, Source, skipIndent } from '../source.ts';
import { parseCodeBlock, parseFencedCode } from './code.ts';
import { parseAbbreviation, parseFootnote, parseLinkDefinition } from './definitions.ts';
import { parseBlockExtension } from './extensions.ts';
import { parseAtxHeader, parseSetextHeader } from './headers.ts';
import { parseHtmlBlock } from './html.ts';
import { parseDefinitionList } from './list/definition-list.ts';
import { parseList } from './list/list.ts';
import { parseMathBlock } from './math.ts';
import { parseBlank, parseBlockEnd, parseBlockquote, parseHorizontalRule, parseParagraph } from './simple.ts';
import { parseTable } from './table.ts';

/** Takes a block at the parser's place and adds it to the tree; false, and nothing taken, where there is none of its kind. */
export type BlockRule = (parser: BlockParser) => boolean;

/** In the order in which kramdown asks them; a paragraph takes what no other does. */
const RULES: readonly BlockRule[] = [
  parseBlank,
  parseCodeBlock,
  parseFencedCode,
  parseBlockquote,
  parseAtxHeader,
  parseHorizontalRule,
  parseList,
  parseDefinitionList,
  parseHtmlBlock,
  parseSetextHeader,
  parseMathBlock,
  parseTable,
  parseFootnote,
  parseLinkDefinition,
  parseAbbreviation,
  parseBlockExtension,
  parseBlockEnd,
  parseParagraph,
];

/** Reads a text block by block into a tree. The text of the blocks stays unread (`raw-text`) until all definitions are known. */
export class BlockParser {
  readonly document: Document;
  source: Source;
  /** The element whose blocks are being read. */
  tree: Element;
  /** An attribute list that stood before a block, for that block. */
  pendingList: AttributeList | undefined;
  depth = 0;
  private isStopped = false;

  constructor(document: Document, root: Element, text: string) {
    this.document = document;
    this.tree = root;
    this.source = new Source(text);
  }

  /**
   * Reads blocks into `element`: those of `text`, or those at the parser's place up to its end or the element's end tag.
   * @returns whether the end tag was found
   */
  parse(element: Element, text?: string): boolean {
    const { tree, source, pendingList } = this;
    this.tree = element;
    this.pendingList = undefined;
    if (text !== undefined) this.source = new Source(text);
    this.depth++;
    this.isStopped = false;
    while (!this.isStopped && !this.source.isAtEnd) {
      if (!RULES.some((rule) => rule(this))) this.addRawText(this.source.takeLine());
    }
    const wasStopped = this.isStopped;
    this.isStopped = false;
    this.depth--;
    this.tree = tree;
    this.source = source;
    this.pendingList = pendingList;
    return wasStopped;
  }

  /** Ends the reading of the current element's blocks. */
  stop(): void {
    this.isStopped = true;
  }

  /** Whether blocks may still be read within blocks here. */
  get mayNest(): boolean {
    return this.depth < MAX_DEPTH;
  }

  /** A new block, with the attribute list that stood before it. */
  newBlock(type: ElementType, value = ''): Element {
    const element = new Element(type, value);
    element.isBlock = true;
    element.list = this.pendingList;
    this.pendingList = undefined;
    return element;
  }

  add(element: Element): void {
    this.tree.children.push(element);
  }

  addRawText(text: string): void {
    const last = this.tree.children.at(-1);
    if (last?.type === 'raw-text') last.value += text;
    else this.tree.children.push(new Element('raw-text', text));
  }

  /** Whether the block before has ended: by a blank line or an end-of-block mark, or there is none, or an attribute list is open. */
  get isAfterBoundary(): boolean {
    const last = this.tree.children.at(-1);
    return (
      last === undefined ||
      last.type === 'blank' ||
      (last.type === 'block-end' && last.detail === undefined) ||
      this.pendingList !== undefined
    );
  }

  /** Whether a block ends before `index`, the start of a line. */
  isBoundaryAt(index: number): boolean {
    const { text } = this.source;
    return (
      index >= text.length ||
      endOfBlankRest(text, index) !== -1 ||
      isBlockEndAt(text, index) ||
      blockListAt(this.source, index) !== undefined
    );
  }

  /** Whether the line at `index` ends a block that takes lines without its mark. */
  isLazyEndAt(index: number): boolean {
    return this.isBoundaryAt(index) || endsParagraph(this.source.text, skipIndent(this.source.text, index));
  }
}

/** An end-of-block mark: `^` alone on its line. */
export const isBlockEndAt = (text: string, index: number): boolean =>
  text.charCodeAt(index) === 94 && endOfBlankRest(text, index + 1) !== -1;
