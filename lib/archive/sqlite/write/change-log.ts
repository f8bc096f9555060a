import { randomUUID } from 'node:crypto';
import type { Statements } from '../../../sqlite-statements.ts';
import type { ChangedDocument } from '../../changes.ts';
import { EVERYTHING_MARK, type Mark, SEARCHES_MARK } from '../../marks.ts';

/** So many last updates are remembered. Who has seen an older state takes everything for changed. */
const REMEMBERED_STATES = 256;
/** An update that changes more parts than this is remembered as a change of everything. */
const MAX_MARKS = 20_000;
/** An update of more documents than this is remembered as a change of every search. */
const MAX_DOCUMENTS = 64;

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

  /** Begins the next state. @param changedAt seconds since 1970 */
  settle(changedAt: number): void {
    const set = this.#statements.get('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    set.run('changed_at', String(changedAt));
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
    const insertDocument = this.#statements.get('INSERT INTO changed_documents VALUES (?, ?)');
    for (const document of this.#documents) insertDocument.run(state, document);
    for (const table of ['changes', 'changed_documents']) {
      this.#statements.get(`DELETE FROM ${table} WHERE state <= ?`).run(state - REMEMBERED_STATES);
    }
    this.#documents = [];
    this.#touched.clear();
  }
}
