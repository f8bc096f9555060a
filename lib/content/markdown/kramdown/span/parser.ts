import { type Document, MAX_DEPTH } from '../document.ts';
import { addText, Element, type ElementType } from '../element.ts';
import { Source } from '../source.ts';
import { parseAutolink, parseCode, parseMath, parseStrikethrough } from './code.ts';
import { parseEmphasis } from './emphasis.ts';
import { parseSpanExtension } from './extensions.ts';
import { parseSpanHtml } from './html.ts';
import { parseFootnoteMark, parseLink } from './link.ts';
import { parseSmartQuote } from './quotes.ts';
import { parseEntity, parseEscape, parseLineBreak, parseSymbol } from './symbols.ts';

/** What is looked for in a text: all, or code and HTML alone, or what Jekyll's filter `smartify` knows. */
export const RULES = { code: 1, html: 2, all: 7, typographic: 8 } as const;

/** What ends the text of a span. */
export interface Stop {
  /** The characters of which one begins it. */
  readonly first: string;
  /** Whether the span ends at the parser's place. */
  isHere(parser: SpanParser, element: Element): boolean;
}

/** Takes a span at the parser's place and adds it, or what stands for it, to the tree; false where there is none of its kind. */
export type SpanRule = (parser: SpanParser) => boolean;

/** Rules by the character at which they begin, in the order in which kramdown asks them. */
const BEFORE_QUOTES: Readonly<Record<string, readonly SpanRule[]>> = {
  '*': [parseEmphasis],
  _: [parseEmphasis],
  '`': [parseCode],
  '<': [parseAutolink, parseSpanHtml],
  '[': [parseFootnoteMark, parseLink],
  '!': [parseLink],
};
const AFTER_QUOTES: Readonly<Record<string, readonly SpanRule[]>> = {
  $: [parseMath],
  '{': [parseSpanExtension],
  '&': [parseEntity],
  '-': [parseSymbol],
  '.': [parseSymbol],
  '<': [parseSymbol],
  '>': [parseSymbol],
  ' ': [parseSymbol, parseLineBreak],
  '\\': [parseSymbol, parseLineBreak, parseEscape],
  '~': [parseStrikethrough],
};

/** Rules of `smartify` after that for quotation marks. */
const TYPOGRAPHIC: Readonly<Record<string, readonly SpanRule[]>> = {
  '&': [parseEntity],
  '-': [parseSymbol],
  '.': [parseSymbol],
  '<': [parseSymbol, parseSpanHtml],
  '>': [parseSymbol],
  ' ': [parseSymbol],
  '\\': [parseSymbol],
};

/** 1 for each character at which a rule may begin. */
function firstCharacters(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
const ANY = firstCharacters('*_`<[!"\'${&-.>\\~ ');
const CODE = firstCharacters('`');
const HTML = firstCharacters('<');
const CODE_AND_HTML = firstCharacters('`<');

/** Whether what begins at one of the characters that text is full of can be a span, by the character after it. */
function mayBegin(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case 32: // As `  \n` and ` >>`.
      return (next === 32 && text.charCodeAt(at + 2) === 10) || (next === 62 && text.charCodeAt(at + 2) === 62);
    case 45:
      return next === 45;
    case 46:
      return next === 46 && text.charCodeAt(at + 2) === 46;
    case 33:
      return next === 91;
    case 123:
      return next === 58;
    case 126:
      return next === 126;
    case 62:
      return next === 62;
    default:
      return true;
  }
}

/** Reads a text span by span into an element. */
export class SpanParser {
  readonly document: Document;
  readonly source: Source;
  /** Of the nodes that hold plain text. */
  readonly textType: 'text' | 'raw-text';
  /** The element that is being filled, and those around it. */
  tree: Element = new Element('root');
  private readonly outer: Element[] = [];
  private rules: number = RULES.all;
  /** How deep in other texts this one is. */
  readonly depth: number;

  constructor(document: Document, text: string, textType: 'text' | 'raw-text' = 'text', depth = 0) {
    this.document = document;
    this.source = new Source(text);
    this.textType = textType;
    this.depth = depth;
  }

  /**
   * Reads spans into `element` up to `stop`, or to the end of the text.
   * @returns whether `stop` was found; where it was not, the place in the text is anywhere
   */
  parse(element: Element, stop?: Stop, rules: number = this.rules): boolean {
    const { tree, rules: outerRules, source } = this;
    this.outer.push(tree);
    this.tree = element;
    this.rules = rules;
    let isStopped = false;
    while (!source.isAtEnd) {
      const at = this.findStart(stop?.first);
      this.document.spend((at === -1 ? source.text.length : at) - source.pos + 1);
      if (stop !== undefined && (at === -1 || this.document.isExhausted)) break;
      this.addText(source.take(at === -1 ? source.text.length : at));
      if (at === -1) break;
      if (stop?.first.includes(source.text.charAt(at)) === true && stop.isHere(this, element)) {
        isStopped = true;
        break;
      }
      if (!this.parseSpan()) this.addText(source.take(source.pos + 1));
    }
    this.tree = tree;
    this.rules = outerRules;
    this.outer.pop();
    return isStopped;
  }

  /** What is looked for within an element whose content is read. */
  get ownRules(): number {
    return this.rules === RULES.typographic ? RULES.typographic : RULES.all;
  }

  addText(text: string): void {
    addText(this.tree, text, this.textType);
  }

  add(element: Element): void {
    this.tree.children.push(element);
  }

  /** Whether the current element, or one around it in this text, is of a type. */
  isWithin(type: ElementType): boolean {
    return this.tree.type === type || this.outer.some((element) => element.type === type);
  }

  /** Whether a span may be tried that can fail at the end of the text. */
  get mayTry(): boolean {
    return this.outer.length + this.depth < MAX_DEPTH && !this.document.isExhausted;
  }

  /** Whether an element may be read with its content. Leaves room for other spans within the innermost. */
  get mayNestHtml(): boolean {
    return this.outer.length + this.depth < MAX_DEPTH - 20 && !this.document.isExhausted;
  }

  private parseSpan(): boolean {
    const { text, pos } = this.source;
    const character = text.charAt(pos);
    if (this.rules === RULES.typographic) {
      return parseSmartQuote(this) || (TYPOGRAPHIC[character]?.some((rule) => rule(this)) ?? false);
    }
    const isAll = this.rules === RULES.all;
    for (const rule of BEFORE_QUOTES[character] ?? []) {
      if (!isAll && rule !== (character === '`' ? parseCode : parseSpanHtml)) continue;
      if (rule(this)) return true;
    }
    if (!isAll) return false;
    return parseSmartQuote(this) || (AFTER_QUOTES[character]?.some((rule) => rule(this)) ?? false);
  }

  /** Where the next span may begin: before a quotation mark it is the character before. -1: nowhere. */
  private findStart(stopCharacters: string | undefined): number {
    const { text, pos } = this.source;
    const { rules } = this;
    if (rules !== RULES.all && rules !== RULES.typographic) {
      const table = rules === RULES.code ? CODE : rules === RULES.html ? HTML : CODE_AND_HTML;
      for (let at = pos; at < text.length; at++) if (table[text.charCodeAt(at)] === 1) return at;
      return -1;
    }
    const isBracket = stopCharacters?.includes(']') === true;
    for (let at = pos; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) continue;
      if (ANY[code] !== 1) {
        if (isBracket && code === 93) return at;
      } else if (code === 34 || code === 39) return at > pos ? at - 1 : at;
      else if (mayBegin(text, at)) return at;
    }
    return -1;
  }
}
