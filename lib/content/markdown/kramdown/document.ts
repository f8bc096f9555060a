import type { AttributeList, Element } from './element.ts';
import { type KramdownOptions, linkKey } from './options.ts';

export interface LinkDefinition {
  url: string;
  title: string | undefined;
  /** The block end that stands for the definition and bears its attribute list. */
  mark: Element | undefined;
}

export interface FootnoteDefinition {
  content: Element;
  mark: Element;
}

export interface Abbreviation {
  title: string;
  mark: Element;
}

/** Characters that the parsers may read for each one of the document; what they read twice is tried and given up. */
const READS_PER_CHARACTER = 2;
const READS_FOR_ANY = 500_000;

/** Blocks within blocks, and spans within spans, that are read as such. Deeper ones are text: the sanitizer takes as many. */
export const MAX_DEPTH = 60;

/** What a document defines for all of its parts, and how much work it may still make. */
export class Document {
  /** Changed by `{::options}`. */
  readonly options: KramdownOptions;
  readonly attributeLists = new Map<string, AttributeList>();
  readonly links = new Map<string, LinkDefinition>();
  readonly footnotes = new Map<string, FootnoteDefinition>();
  readonly abbreviations = new Map<string, Abbreviation>();
  private readsLeft: number;

  constructor(length: number, options: KramdownOptions) {
    this.options = { ...options };
    this.readsLeft = length * READS_PER_CHARACTER + READS_FOR_ANY;
    for (const [name, { url, title }] of options.linkDefinitions) {
      this.links.set(linkKey(name), { url, title, mark: undefined });
    }
  }

  /**
   * Counts characters read. Once a document has had its share, nothing is tried any more that may fail at its end: the rest is
   * plain text. No text that people write comes near; it bounds what a hostile one costs.
   */
  spend(reads: number): void {
    this.readsLeft -= reads;
  }

  get isExhausted(): boolean {
    return this.readsLeft < 0;
  }
}
