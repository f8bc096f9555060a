import type { Problem } from '../../../content/index.ts';
import type { Statements } from '../../../sqlite-statements.ts';
import { addressMark } from '../../marks.ts';
import type { Conflict, FileOutcome, FileRecord } from '../../store.ts';
import type { ChangeLog } from './change-log.ts';

interface FileRow {
  path: string;
  size: number | null;
  modified: number | null;
  changed: number | null;
  inode: number | null;
  digest: string;
  outcome: FileOutcome;
  url: string | null;
  due_at: number | null;
}

const COLUMNS = 'SELECT path, size, modified, changed, inode, digest, outcome, url, due_at FROM files';
/** Rows that are handed out together. */
const BATCH_SIZE = 1_000;

/** The tables `files`, `uses` and `problems`, and what follows from files that claim the same address. */
export class FileTables {
  readonly #statements: Statements;
  readonly #changes: ChangeLog;

  constructor(statements: Statements, changes: ChangeLog) {
    this.#statements = statements;
    this.#changes = changes;
  }

  *iterate(): Generator<FileRecord[]> {
    let batch: FileRecord[] = [];
    for (const row of this.#statements.get(COLUMNS).iterate()) {
      batch.push(toRecord(row as unknown as FileRow));
      if (batch.length < BATCH_SIZE) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  listBelow(paths: readonly string[]): FileRecord[] {
    const query = this.#statements.get(`${COLUMNS} WHERE path = ? OR path BETWEEN ? AND ?`);
    return paths.flatMap((path) =>
      query.all(path, `${path}/`, `${path}/\u{10ffff}`).map((row) => toRecord(row as unknown as FileRow)),
    );
  }

  get(path: string): FileRecord | undefined {
    const row = this.#statements.get(`${COLUMNS} WHERE path = ?`).get(path) as FileRow | undefined;
    return row && toRecord(row);
  }

  put(file: FileRecord): void {
    const { path, stamp, digest, outcome, url, dueAt } = file;
    this.#touchServed(path, file);
    this.#statements
      .get('INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        path,
        stamp?.size ?? null,
        stamp?.modified ?? null,
        stamp?.changed ?? null,
        stamp?.inode ?? null,
        digest,
        outcome,
        url ?? null,
        dueAt ?? null,
      );
  }

  /** Touches the addresses at which a file was served, and is served next. */
  #touchServed(path: string, next?: FileRecord): void {
    if (this.#changes.isIdle) return;
    const known = this.get(path);
    if (known?.outcome === next?.outcome && known?.url === next?.url && known?.digest === next?.digest) return;
    for (const file of [known, next]) {
      if (file?.outcome === 'static' && file.url !== undefined) this.#changes.touch(addressMark(file.url));
    }
  }

  delete(path: string): void {
    this.#touchServed(path);
    this.#statements.get('DELETE FROM files WHERE path = ?').run(path);
    this.setProblems(path, []);
    this.setUses(path, []);
  }

  listDue(nowSeconds: number): string[] {
    return this.#statements
      .get('SELECT path FROM files WHERE due_at <= ?')
      .all(nowSeconds)
      .map((row) => String(row.path));
  }

  nextDueAt(): number | undefined {
    const row = this.#statements.get('SELECT min(due_at) AS due FROM files WHERE due_at IS NOT NULL').get();
    return row?.due === null || row?.due === undefined ? undefined : Number(row.due);
  }

  listClaimants(url: string): string[] {
    return this.#statements
      .get('SELECT path FROM files WHERE url = ? ORDER BY path')
      .all(url)
      .map((row) => String(row.path));
  }

  setUses(path: string, uses: readonly string[]): void {
    this.#statements.get('DELETE FROM uses WHERE path = ?').run(path);
    for (const used of uses) this.#statements.get('INSERT OR IGNORE INTO uses VALUES (?, ?)').run(used, path);
  }

  listUsing(uses: readonly string[]): string[] {
    return this.#statements
      .get('SELECT DISTINCT path FROM uses WHERE used IN (SELECT value FROM json_each(?)) ORDER BY path')
      .all(JSON.stringify(uses))
      .map((row) => String(row.path));
  }

  setProblems(path: string, problems: readonly Problem[]): void {
    this.#statements.get('DELETE FROM problems WHERE path = ?').run(path);
    for (const [number, { line, column, severity, message }] of problems.entries()) {
      this.#statements
        .get('INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)')
        .run(path, number, line, column ?? null, severity, message);
    }
  }

  listProblems(paths?: readonly string[]): Problem[] {
    const query = 'SELECT path, line, column, severity, message FROM problems WHERE true';
    return this.#select(query, 'path', 'path, number', paths).map((row) => ({
      path: String(row.path),
      line: Number(row.line),
      ...(row.column !== null && { column: Number(row.column) }),
      severity: row.severity === 'error' ? 'error' : 'warning',
      message: String(row.message),
    }));
  }

  listShadowed(paths?: readonly string[]): Conflict[] {
    const byArticle =
      'SELECT f.path, f.url, a.path AS owner FROM files f JOIN articles a ON a.url = f.url WHERE f.url IS NOT NULL';
    const byFile = `SELECT f.path, f.url, o.path AS owner FROM files f JOIN files o ON o.url = f.url AND o.path < f.path
      WHERE f.url IS NOT NULL AND f.outcome = 'static' AND o.outcome = 'static'`;
    // By address, as the index of claimed addresses is ordered.
    return [byArticle, byFile].flatMap((query) =>
      this.#select(query, 'f.path', 'f.url, f.path', paths).map(toConflict),
    );
  }

  listStolenRedirects(paths?: readonly string[]): Conflict[] {
    const query =
      'SELECT r.path, r.source AS url, a.path AS owner FROM redirects r JOIN articles a ON a.url = r.source WHERE true';
    return this.#select(query, 'r.path', 'r.path, r.source', paths).map(toConflict);
  }

  /** Rows of a query, which ends in a condition, for each of these paths or for all. */
  #select(query: string, column: string, order: string, paths: readonly string[] | undefined) {
    if (paths === undefined) return this.#statements.get(`${query} ORDER BY ${order}`).all();
    const one = this.#statements.get(`${query} AND ${column} = ? ORDER BY ${order}`);
    return paths.flatMap((path) => one.all(path));
  }
}

function toRecord({ path, size, modified, changed, inode, digest, outcome, url, due_at }: FileRow): FileRecord {
  const isStamped = size !== null && modified !== null && changed !== null && inode !== null;
  return {
    path,
    stamp: isStamped ? { size, modified, changed, inode } : undefined,
    digest,
    outcome,
    ...(url !== null && { url }),
    ...(due_at !== null && { dueAt: due_at }),
  };
}

const toConflict = (row: Record<string, unknown>): Conflict => ({
  path: String(row.path),
  url: String(row.url),
  owner: String(row.owner),
});
