import type { ArchiveState } from '../../archive.ts';
import type { ChangedDocument } from '../../changes.ts';
import { EVERYTHING_MARK, type Mark, SEARCHES_MARK, shownFromMark } from '../../marks.ts';
import type { Database } from '../database.ts';

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

/** Where a store keeps its present state. */
export interface Heads {
  /** Makes the next state the present one. @param changedAt seconds since 1970 */
  next(changedAt: number): Promise<ArchiveState>;
}

/** The table `changes`: which marks each of the last updates has changed. */
export class ChangeLog {
  readonly #db: Database;
  readonly #heads: Heads;
  /** True for an archive that is made from nothing: nobody has seen it before. */
  readonly isNew: boolean;
  readonly #touched = new Set<Mark>();
  #documents: string[] = [];

  constructor(db: Database, heads: Heads, isNew: boolean) {
    this.#db = db;
    this.#heads = heads;
    this.isNew = isNew;
  }

  /** True where it is of no use to find out more of what changes: everything counts as changed. */
  get isIdle(): boolean {
    return this.isNew || this.#touched.size > MAX_MARKS;
  }

  touch(...marks: readonly Mark[]): void {
    if (this.isNew) return;
    for (const mark of marks) this.#touched.add(mark);
  }

  /** False where changed documents are not told apart any more. */
  get takesDocuments(): boolean {
    return !this.isIdle && !this.#touched.has(SEARCHES_MARK);
  }

  /** Notes a document that came or went. */
  addDocument(document: ChangedDocument): void {
    if (!this.takesDocuments) return;
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
  async settle(changedAt: number): Promise<void> {
    const { origin, number } = await this.#heads.next(Math.floor(changedAt));
    await this.#db.run('INSERT INTO states VALUES (?, ?)', number, origin);
    if (this.isNew) return;
    const delay = this.#touched.size > FEW_MARKS ? LONG_SHOW_DELAY : SHOW_DELAY;
    const marks = this.#touched.size > MAX_MARKS ? [EVERYTHING_MARK] : [...this.#touched];
    marks.push(shownFromMark(number, Math.round(1000 * changedAt) + delay));
    await this.#db.runAll(
      'INSERT INTO changes VALUES (?, ?)',
      marks.map((mark) => [number, mark]),
    );
    await this.#db.runAll(
      'INSERT INTO changed_documents VALUES (?, ?)',
      this.#documents.map((document) => [number, document]),
    );
    const forgotten = number - REMEMBERED_STATES;
    await this.#db.run('DELETE FROM changes WHERE state <= ?', forgotten);
    await this.#db.run('DELETE FROM changed_documents WHERE state <= ?', forgotten);
    await this.#db.run('DELETE FROM states WHERE number < ?', forgotten);
    this.#documents = [];
    this.#touched.clear();
  }
}
