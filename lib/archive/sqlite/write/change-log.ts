import { randomUUID } from 'node:crypto';
import type { Statements } from '../../../sqlite-statements.ts';
import { EVERYTHING_MARK, type Mark } from '../../marks.ts';

/** So many last updates are remembered. Who has seen an older state takes everything for changed. */
const REMEMBERED_STATES = 256;
/** An update that changes more parts than this is remembered as a change of everything. */
const MAX_MARKS = 20_000;

/** The table `changes`: which marks each of the last updates has changed. */
export class ChangeLog {
  readonly #statements: Statements;
  readonly #isNew: boolean;
  readonly #touched = new Set<Mark>();

  /** @param isNew true for an archive that is made from nothing: nobody has seen it before */
  constructor(statements: Statements, isNew: boolean) {
    this.#statements = statements;
    this.#isNew = isNew;
  }

  /** True where it is of no use to find out what changes. */
  get isIdle(): boolean {
    return this.#isNew || this.#touched.size > MAX_MARKS;
  }

  touch(...marks: readonly Mark[]): void {
    if (this.#isNew) return;
    for (const mark of marks) this.#touched.add(mark);
  }

  has(mark: Mark): boolean {
    return this.#isNew || this.#touched.has(mark);
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
    this.#statements.get('DELETE FROM changes WHERE state <= ?').run(state - REMEMBERED_STATES);
    this.#touched.clear();
  }
}
