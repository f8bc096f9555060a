import { Element } from '../element.ts';
import { lineEnd, skipIndent, trim, trimEnd } from '../source.ts';
import { RULES, SpanParser } from '../span/parser.ts';
import type { BlockParser } from './parser.ts';
import { splitCells } from './table-cells.ts';

/** Whether a bar stands in the line at `index`, at its start or after another character than a backslash. */
function hasBar(text: string, index: number): boolean {
  for (let at = index; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return false;
    if (code === 124 && (at === index || text.charCodeAt(at - 1) !== 92)) return true;
  }
  return false;
}

const RULE_LINE = /^[+|: \t-]+$/;
const FOOTER_LINE = /^[+|: \t=]+$/;
const isLineOf = (line: string, mark: '-' | '='): boolean =>
  line.includes(mark) && (mark === '-' ? RULE_LINE : FOOTER_LINE).test(line);

/** The alignments that a line of dashes and colons gives. */
function alignments(line: string): (string | undefined)[] {
  return [...line.matchAll(/(:?)-+(:?)/g)].map(([, left, right]) => {
    if (left === '') return right === '' ? undefined : 'right';
    return right === '' ? 'left' : 'center';
  });
}

/** Empty cells that rows may be filled up with; a table that needs more keeps its short rows. */
const MAX_ADDED_CELLS = 100_000;

/** Rows in the making: what has been read of a table. */
class Table {
  readonly element: Element;
  columns = 0;
  private rows: Element[] = [];
  private alignment: (string | undefined)[] = [];
  private hasFooter = false;

  constructor(element: Element) {
    this.element = element;
  }

  /** A line of dashes ends the head, or a body. */
  addRule(line: string): void {
    if (this.rows.length === 0) return;
    if (this.alignment.length === 0 && !this.hasFooter) {
      this.addPart('thead');
      this.alignment = alignments(line);
    } else if (!this.hasFooter) this.addPart('tbody');
  }

  /** A line of equals signs ends the last body. */
  addFooterRule(): void {
    if (this.rows.length > 0) this.addPart('tbody');
    this.hasFooter = true;
  }

  addRow(cells: readonly string[]): void {
    const row = new Element('tr');
    row.children = cells.map((text) => {
      const cell = new Element('td');
      cell.children.push(new Element('raw-text', trim(text)));
      return cell;
    });
    this.columns = Math.max(this.columns, cells.length);
    this.rows.push(row);
  }

  /** Ends the table; false where it has no body. */
  end(): boolean {
    if (this.rows.length > 0) this.addPart(this.hasFooter ? 'tfoot' : 'tbody');
    if (!this.element.children.some(({ type }) => type === 'tbody')) return false;
    const rows = this.element.children.flatMap(({ children }) => children);
    const missing = rows.reduce((sum, { children }) => sum + this.columns - children.length, 0);
    for (const row of rows) {
      row.alignment = this.alignment;
      if (missing > MAX_ADDED_CELLS) continue;
      while (row.children.length < this.columns) row.children.push(new Element('td'));
    }
    return true;
  }

  private addPart(type: 'thead' | 'tbody' | 'tfoot'): void {
    const part = new Element(type);
    part.children = this.rows;
    this.rows = [];
    this.element.children.push(part);
  }
}

/** Takes the table's lines. */
function readLines(parser: BlockParser, table: Table): void {
  const { source } = parser;
  const first = trim(source.text.slice(source.pos, lineEnd(source.text, source.pos)));
  const hasLeadingBar = first.startsWith('|');
  if (isLineOf(first, '-')) source.takeLine();
  while (!source.isAtEnd && hasBar(source.text, source.pos)) {
    const line = trimEnd(source.takeLine());
    if (isLineOf(line, '-')) table.addRule(line);
    else if (isLineOf(line, '=')) table.addFooterRule();
    else table.addRow(splitCells(parser.document, line, hasLeadingBar));
  }
}

/**
 * Whether each line has a bar outside code and HTML elements; a span of code may go on into a second line where its first one has
 * another bar.
 */
function hasBarsOutsideCode(parser: BlockParser, text: string): boolean {
  const root = new Element('root');
  new SpanParser(parser.document, text, 'raw-text').parse(root, undefined, RULES.code | RULES.html);
  let hasBarOnLine = false;
  for (const { type, value } of root.children) {
    if (value === '') continue;
    let end = value.length;
    while (value[end - 1] === '\n') end--;
    const lines = value.slice(0, end).split('\n');
    if (type === 'code') {
      if (lines.length > 2 || (lines.length === 2 && !hasBarOnLine)) break;
      if (lines.length === 2) hasBarOnLine = false;
    } else {
      if (lines.length > 1 && !hasBarOnLine && !hasBar(lines[0] ?? '', 0)) break;
      hasBarOnLine = (lines.length > 1 ? false : hasBarOnLine) || hasBar(lines.at(-1) ?? '', 0);
    }
  }
  return hasBarOnLine;
}

/** Where a table that was tried ended without being one: nothing before is tried again. */
const TRIED = new WeakMap<object, number>();

/** Lines with bars. */
export function parseTable(parser: BlockParser): boolean {
  const { source } = parser;
  const start = source.pos;
  const first = source.text[skipIndent(source.text, start)];
  if (first === ' ' || first === '\t' || !parser.isAfterBoundary) return false;
  if (!hasBar(source.text, skipIndent(source.text, start)) || start < (TRIED.get(source) ?? 0)) return false;
  const { pendingList } = parser;
  const table = new Table(parser.newBlock('table'));
  readLines(parser, table);
  const isTable =
    parser.isBoundaryAt(source.pos) &&
    hasBarsOutsideCode(parser, source.text.slice(start, source.pos - 1)) &&
    table.end();
  if (!isTable) {
    TRIED.set(source, source.pos);
    source.pos = start;
    parser.pendingList = pendingList;
    return false;
  }
  parser.add(table.element);
  return true;
}
