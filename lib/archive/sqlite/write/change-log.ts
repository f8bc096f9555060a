import { randomUUID } from 'node:crypto';
import type { Statements } from '../../../sqlite-statements.ts';
import type { ChangedDocument } from '../../changes.ts';
import { EVERYTHING_MARK, type Mark, SEARCHES_MARK, shownFromMark } from '../../marks.ts';

/** So many last updates are remembered. Who has seen an older state takes everything for changed. */
const REMEMBERED_STATES = 256;
/** An update that changes more parts than this is remembered as a change of everything. */
const MAX_MARKS = 20_000;
/** An update of more documents than this is remembered as a change of every search. */
const MAX_DOCUMENTS = 64;
/**
 * How long after an update is written readers still see the state before it, in milliseconds: time to make answers of the new one.
 * With the time that an update takes to be noticed and made, it is well within the second in which a new file is to be seen.
 */
const SHOW_DELAY = 200;
/** The same for an update that changes more parts than `FEW_MARKS`. */
const LONG_SHOW_DELAY = 500;
const FEW_MARKS = 100;

/** The table `changes`: which marks each of the last updates has changed. */
export class ChangeLog {
  readonly #statements: Statements;
  readonly #isNew: boolean;
  readonly #touched = new Set<Mark>();
  #documents: string[] = [];

  /** @param isNew true for an archive that is made from nothing: nobody has seen it before */
  constructor(statements: Statements, isNew: boolean) {
    this.#statements = statements;
    this.#isNew = isNew;
  }

  /** True where it is of no use to find out more of what changes: everything counts as changed. */
  get isIdle(): boolean {
    return this.#isNew || this.#touched.size > MAX_MARKS;
  }

  touch(...marks: readonly Mark[]): void {
    if (this.#isNew) return;
    for (const mark of marks) this.#touched.add(mark);
  }

  /** Notes a document that came or went. */
  addDocument(document: ChangedDocument): void {
    if (this.isIdle || this.#touched.has(SEARCHES_MARK)) return;
    if (this.#documents.length === MAX_DOCUMENTS) {
      this.#documents = [];
      this.touch(SEARCHES_MARK);
    } else this.#documents.push(JSON.stringify(document));
  }

  /** Whether a mark is touched, or may be. */
  has(mark: Mark): boolean {
    return this.isIdle || this.#touched.has(mark);
  }

  /** Begins the next state. @param changedAt the present, in seconds since 1970, with fractions */
  settle(changedAt: number): void {
    const set = this.#statements.get('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    set.run('changed_at', String(Math.floor(changedAt)));
    if (this.#isNew) {
      set.run('origin', randomUUID());
      set.run('state', '1');
      return;
    }
    const state = 1 + Number(this.#statements.get("SELECT value FROM meta WHERE key = 'state'").get()?.value);
    set.run('state', String(state));
    const insert = this.#statements.get('INSERT INTO changes VALUES (?, ?)');
    const marks = this.#touched.size > MAX_MARKS ? [EVERYTHING_MARK] : this.#touched;
    for (const mark of marks) insert.run(state, mark);
    const delay = this.#touched.size > FEW_MARKS ? LONG_SHOW_DELAY : SHOW_DELAY;
    insert.run(state, shownFromMark(state, Math.round(1000 * changedAt) + delay));
    const insertDocument = this.#statements.get('INSERT INTO changed_documents VALUES (?, ?)');
    for (const document of this.#documents) insertDocument.run(state, document);
    for (const table of ['changes', 'changed_documents']) {
      this.#statements.get(`DELETE FROM ${table} WHERE state <= ?`).run(state - REMEMBERED_STATES);
    }
    this.#documents = [];
    this.#touched.clear();
  }
}
