import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Statements } from '../sqlite-statements.ts';

/** Something that a target is to be told. */
export interface PushItem {
  /** Name of the target. */
  target: string;
  /** Path of the portal, percent-encoded. */
  item: string;
  /** True for an address that has nothing any more. */
  isGone: boolean;
}

/** What waits for a target. */
export interface WaitingItem extends PushItem {
  /** Another one after each change. */
  version: number;
}

/** How a target fares. */
export interface TargetState {
  /** Requests in a row that it did not take. */
  failures: number;
  /** Seconds since 1970 before which it is not asked. */
  notBefore: number;
}

/** Changes of an item within so many seconds of the first one are one push. */
export const PUSH_WINDOW = 60;

const LOCK_WAIT_MILLISECONDS = 5_000;
const VERSION = 1;
const SCHEMA = `
CREATE TABLE waiting (
  target TEXT NOT NULL, item TEXT NOT NULL, is_gone INTEGER NOT NULL,
  version INTEGER NOT NULL,        -- counts changes
  changed_at REAL NOT NULL,        -- the last of them; like all times in seconds since 1970
  due_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, -- refusals of this item
  PRIMARY KEY (target, item)
) WITHOUT ROWID;
CREATE INDEX waiting_by_due ON waiting (target, due_at);
-- What an update changes that is not committed yet.
CREATE TABLE unconfirmed (
  target TEXT NOT NULL, item TEXT NOT NULL, is_gone INTEGER NOT NULL, changed_at REAL NOT NULL, PRIMARY KEY (target, item)
) WITHOUT ROWID;
CREATE TABLE targets (target TEXT PRIMARY KEY, failures INTEGER NOT NULL, not_before REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = ${VERSION};
`;

const fileIn = (dataDir: string): string => join(dataDir, 'pushes.sqlite');

/** How many items wait for each target; empty where nothing was ever queued. For processes that only look. */
export function countWaiting(dataDir: string): Map<string, number> {
  const counts = new Map<string, number>();
  const file = fileIn(dataDir);
  if (!existsSync(file)) return counts;
  const db = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT_MILLISECONDS });
  try {
    const rows = db.prepare('SELECT target, count(*) AS count FROM waiting GROUP BY target').all();
    for (const { target, count } of rows) counts.set(String(target), Number(count));
  } finally {
    db.close();
  }
  return counts;
}

/**
 * What targets are to be told, in an SQLite file of its own in the data folder. Whatever was added is there until it is settled, also
 * after a kill. An item waits once for each target, however often it changes.
 */
export class PushQueue {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;

  /** Opens the queue of a data folder, or begins one. A file that is damaged or foreign gives way to a new one. */
  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#db = openFile(fileIn(dataDir));
    this.#statements = new Statements(this.#db);
  }

  /** Adds what an update changes, before it is committed. What of an earlier update is still unconfirmed is confirmed. */
  prepare(items: readonly PushItem[], now: number): void {
    this.#inTransaction(() => {
      this.#confirm();
      const insert = this.#statements.get('INSERT OR REPLACE INTO unconfirmed VALUES (?, ?, ?, ?)');
      for (const { target, item, isGone } of items) insert.run(target, item, isGone ? 1 : 0, now);
    });
  }

  /** Says that the update is committed. A writer that was killed may have committed it: at the start, what it left counts so. */
  confirm(now?: number): void {
    this.#inTransaction(() => {
      this.#confirm();
      if (now !== undefined) {
        this.#statements.get("INSERT OR REPLACE INTO meta VALUES ('noted_at', ?)").run(String(now));
      }
    });
  }

  /** Says that the update has failed and changed nothing. */
  cancel(): void {
    this.#statements.get('DELETE FROM unconfirmed').run();
  }

  /** When changes were last noted, in seconds since 1970; `undefined` in a new queue. */
  get notedAt(): number | undefined {
    const row = this.#statements.get("SELECT value FROM meta WHERE key = 'noted_at'").get();
    return row && Number(row.value);
  }

  /** Forgets what waits for any other target. */
  keepTargets(names: readonly string[]): void {
    const list = JSON.stringify(names);
    this.#inTransaction(() => {
      for (const table of ['waiting', 'targets']) {
        this.#db.prepare(`DELETE FROM ${table} WHERE target NOT IN (SELECT value FROM json_each(?))`).run(list);
      }
    });
  }

  /** The items of a target whose time has come, those that have waited longest first. */
  listDue(target: string, now: number, limit: number): WaitingItem[] {
    return this.#statements
      .get('SELECT item, is_gone, version FROM waiting WHERE target = ? AND due_at <= ? ORDER BY due_at, item LIMIT ?')
      .all(target, now, limit)
      .map((row) => ({ target, item: String(row.item), isGone: row.is_gone === 1, version: Number(row.version) }));
  }

  /** How many items wait for a target. */
  count(target: string): number {
    return Number(this.#statements.get('SELECT count(*) AS count FROM waiting WHERE target = ?').get(target)?.count);
  }

  stateOf(target: string): TargetState {
    const row = this.#statements.get('SELECT failures, not_before FROM targets WHERE target = ?').get(target);
    return { failures: Number(row?.failures ?? 0), notBefore: Number(row?.not_before ?? 0) };
  }

  setState(target: string, { failures, notBefore }: TargetState): void {
    this.#statements.get('INSERT OR REPLACE INTO targets VALUES (?, ?, ?)').run(target, failures, notBefore);
  }

  /** Removes items that were taken. One that has changed meanwhile waits on, for its own window. */
  settle(items: readonly WaitingItem[]): void {
    const done = this.#statements.get('DELETE FROM waiting WHERE target = ? AND item = ? AND version = ?');
    const again = this.#statements.get(
      'UPDATE waiting SET due_at = changed_at + ?, attempts = 0 WHERE target = ? AND item = ?',
    );
    this.#inTransaction(() => {
      for (const { target, item, version } of items) {
        if (done.run(target, item, version).changes === 0) again.run(PUSH_WINDOW, target, item);
      }
    });
  }

  /** Lets items wait that were refused. @param delayAfter seconds, by the number of refusals */
  postpone(items: readonly WaitingItem[], now: number, delayAfter: (attempts: number) => number): void {
    const known = this.#statements.get('SELECT attempts FROM waiting WHERE target = ? AND item = ?');
    const change = this.#statements.get('UPDATE waiting SET due_at = ?, attempts = ? WHERE target = ? AND item = ?');
    this.#inTransaction(() => {
      for (const { target, item } of items) {
        const attempts = Number(known.get(target, item)?.attempts ?? 0) + 1;
        change.run(now + delayAfter(attempts), attempts, target, item);
      }
    });
  }

  close(): void {
    this.#db.close();
  }

  #confirm(): void {
    // The time of the first change stays: a window does not move on with each change.
    this.#statements
      .get(
        `INSERT INTO waiting (target, item, is_gone, version, changed_at, due_at)
         SELECT target, item, is_gone, 1, changed_at, changed_at + ? FROM unconfirmed WHERE true
         ON CONFLICT (target, item) DO UPDATE
         SET is_gone = excluded.is_gone, version = waiting.version + 1, changed_at = excluded.changed_at`,
      )
      .run(PUSH_WINDOW);
    this.#statements.get('DELETE FROM unconfirmed').run();
  }

  #inTransaction(change: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

function openFile(file: string): DatabaseSync {
  const known = existsSync(file) ? openKnown(file) : undefined;
  if (known) return known;
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  const db = new DatabaseSync(file, { timeout: LOCK_WAIT_MILLISECONDS });
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN; ${SCHEMA} COMMIT`);
  return db;
}

/** Primary result codes of SQLite for a damaged and for a foreign file. */
const UNUSABLE = [11, 26];

/** @returns `undefined` for a file that is no queue of this version */
function openKnown(file: string): DatabaseSync | undefined {
  const db = new DatabaseSync(file, { timeout: LOCK_WAIT_MILLISECONDS });
  try {
    if (db.prepare('PRAGMA user_version').get()?.user_version === VERSION) {
      db.exec('PRAGMA synchronous = NORMAL');
      return db;
    }
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (!UNUSABLE.includes(code)) {
      db.close();
      throw error;
    }
  }
  db.close();
  return undefined;
}
