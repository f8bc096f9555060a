import type { Problem } from '../../../content/index.ts';
import { addressMark } from '../../marks.ts';
import type { Claim, Conflict, FileOutcome, FileRecord } from '../../store.ts';
import type { Database, Row } from '../database.ts';
import { allFrom, allIn } from '../many-rows.ts';
import { type PictureColumns, pictureValues, toPicture } from '../picture-columns.ts';
import type { ChangeLog } from './change-log.ts';
import { KnownRows } from './known-rows.ts';

interface FileRow extends PictureColumns {
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

const COLUMNS = 'path, size, modified, changed, inode, digest, outcome, url, due_at, width, height, is_scalable';
const FILES = `SELECT ${COLUMNS} FROM files`;
/** Rows that are handed out together. */
const BATCH_SIZE = 1_000;

/** The tables `files`, `uses` and `problems`, and what follows from files that claim the same address. */
export class FileTables {
  readonly #db: Database;
  readonly #changes: ChangeLog;
  readonly #known = new KnownRows<FileRecord>();
  /** Files with rows in `uses` and in `problems`. */
  readonly #knownUses = new KnownRows<true>();
  readonly #knownProblems = new KnownRows<true>();

  constructor(db: Database, changes: ChangeLog) {
    this.#db = db;
    this.#changes = changes;
  }

  /** @see ArchiveWriter.prepare */
  async prepare(paths: readonly string[]): Promise<void> {
    const records = await allIn(this.#db, `${FILES} WHERE path IN`, paths);
    this.#known.fill(
      paths,
      records.map(toRecord).map((record) => [record.path, record]),
    );
    for (const [table, known] of [
      ['uses', this.#knownUses],
      ['problems', this.#knownProblems],
    ] as const) {
      const rows = await allIn(this.#db, `SELECT DISTINCT path FROM ${table} WHERE path IN`, paths);
      known.fill(
        paths,
        rows.map(({ path }) => [String(path), true]),
      );
    }
  }

  /** All files, in batches. */
  async *iterate(): AsyncGenerator<FileRecord[]> {
    let last = '';
    for (;;) {
      const rows = await this.#db.all(`${FILES} WHERE path > ? ORDER BY path LIMIT ?`, last, BATCH_SIZE);
      if (rows.length === 0) return;
      const batch = rows.map(toRecord);
      yield batch;
      last = batch.at(-1)?.path ?? last;
    }
  }

  async listBelow(paths: readonly string[]): Promise<FileRecord[]> {
    const below = `SELECT ${COLUMNS} FROM (VALUES {rows}) v CROSS JOIN files WHERE path BETWEEN v.column1 AND v.column2`;
    const rows = [
      ...(await allIn(this.#db, `${FILES} WHERE path IN`, paths)),
      ...(await allFrom(
        this.#db,
        below,
        '(?, ?)',
        paths.map((path) => [`${path}/`, `${path}/\u{10ffff}`]),
      )),
    ];
    // A folder and a file in it may both be named.
    return [...new Map(rows.map(toRecord).map((record) => [record.path, record])).values()];
  }

  async get(path: string): Promise<FileRecord | undefined> {
    if (this.#known.has(path)) return this.#known.get(path);
    const row = await this.#db.get(`${FILES} WHERE path = ?`, path);
    return row && toRecord(row);
  }

  /** @see ArchiveWriter.putFile */
  async put(file: FileRecord): Promise<boolean> {
    const { path, stamp, digest, outcome, url, dueAt, picture } = file;
    const isServedAnew = await this.#touchServed(path, file);
    await this.#db.run(
      `INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, changed = excluded.changed,
         inode = excluded.inode, digest = excluded.digest, outcome = excluded.outcome, url = excluded.url,
         due_at = excluded.due_at, width = excluded.width, height = excluded.height, is_scalable = excluded.is_scalable`,
      path,
      stamp?.size ?? null,
      stamp?.modified ?? null,
      stamp?.changed ?? null,
      stamp?.inode ?? null,
      digest,
      outcome,
      url ?? null,
      dueAt ?? null,
      ...pictureValues(picture),
    );
    this.#known.note(path, file);
    return isServedAnew;
  }

  /** Touches the addresses at which a file was served, and is served next. @returns whether that is not the same */
  async #touchServed(path: string, next?: FileRecord): Promise<boolean> {
    if (this.#changes.isNew) return false;
    const known = await this.get(path);
    if (servedAs(known) === servedAs(next)) return false;
    for (const file of [known, next]) {
      if (file?.outcome === 'static' && file.url !== undefined) this.#changes.touch(addressMark(file.url));
    }
    return true;
  }

  async delete(path: string): Promise<void> {
    await this.#touchServed(path);
    await this.#db.run('DELETE FROM files WHERE path = ?', path);
    this.#known.note(path, undefined);
    await this.setProblems(path, []);
    await this.setUses(path, []);
  }

  async listDue(nowSeconds: number): Promise<string[]> {
    const rows = await this.#db.all('SELECT path FROM files WHERE due_at <= ?', nowSeconds);
    return rows.map((row) => String(row.path));
  }

  async nextDueAt(): Promise<number | undefined> {
    const row = await this.#db.get('SELECT min(due_at) AS due FROM files WHERE due_at IS NOT NULL');
    return row?.due === null || row?.due === undefined ? undefined : Number(row.due);
  }

  async listClaimants(urls: readonly string[]): Promise<Claim[]> {
    const rows = await allIn(this.#db, 'SELECT url, path FROM files WHERE url IN', urls);
    const claims = rows.map(({ url, path }) => ({ url: String(url), path: String(path) }));
    return claims.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async setUses(path: string, uses: readonly string[]): Promise<void> {
    await this.#deleteOf('uses', path, this.#knownUses);
    const rows = [...new Set(uses)].map((used) => [used, path]);
    await this.#db.runAll('INSERT INTO uses VALUES (?, ?)', rows);
    if (rows.length > 0) this.#knownUses.note(path, true);
  }

  async listUsing(uses: readonly string[]): Promise<string[]> {
    const paths = new Set<string>();
    for (const used of uses) {
      for (const { path } of await this.#db.all('SELECT path FROM uses WHERE used = ?', used)) paths.add(String(path));
    }
    return [...paths].sort((a, b) => (a < b ? -1 : 1));
  }

  async setProblems(path: string, problems: readonly Problem[]): Promise<void> {
    await this.#deleteOf('problems', path, this.#knownProblems);
    await this.#db.runAll(
      'INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)',
      problems.map(({ line, column, severity, message }, n) => [path, n, line, column ?? null, severity, message]),
    );
    if (problems.length > 0) this.#knownProblems.note(path, true);
  }

  async #deleteOf(table: 'uses' | 'problems', path: string, known: KnownRows<true>): Promise<void> {
    if (known.lacks(path)) return;
    await this.#db.run(`DELETE FROM ${table} WHERE path = ?`, path);
    known.note(path, undefined);
  }

  async listProblems(paths?: readonly string[]): Promise<Problem[]> {
    const query = 'SELECT path, line, "column", severity, message FROM problems WHERE true';
    return (await this.#select(query, 'path', 'path, number', paths)).map((row) => ({
      path: String(row.path),
      line: Number(row.line),
      ...(row.column !== null && { column: Number(row.column) }),
      severity: row.severity === 'error' ? 'error' : 'warning',
      message: String(row.message),
    }));
  }

  async listShadowed(paths?: readonly string[]): Promise<Conflict[]> {
    const byArticle =
      'SELECT f.path, f.url, a.path AS owner FROM files f JOIN articles a ON a.url = f.url WHERE f.url IS NOT NULL';
    const byFile = `SELECT f.path, f.url, o.path AS owner FROM files f JOIN files o ON o.url = f.url AND o.path < f.path
      WHERE f.url IS NOT NULL AND f.outcome = 'static' AND o.outcome = 'static'`;
    const conflicts: Conflict[] = [];
    for (const query of [byArticle, byFile]) {
      // By address, as the index of claimed addresses is ordered; by path, where files are named.
      const order = paths ? 'f.path' : 'f.url, f.path';
      conflicts.push(...(await this.#select(query, 'f.path', order, paths)).map(toConflict));
    }
    return conflicts;
  }

  async listStolenRedirects(paths?: readonly string[]): Promise<Conflict[]> {
    const query =
      'SELECT r.path, r.source AS url, a.path AS owner FROM redirects r JOIN articles a ON a.url = r.source WHERE true';
    return (await this.#select(query, 'r.path', 'r.path, r.source', paths)).map(toConflict);
  }

  /** Rows of a query, which ends in a condition, for each of these paths or for all. */
  async #select(query: string, column: string, order: string, paths: readonly string[] | undefined): Promise<Row[]> {
    if (paths === undefined) return this.#db.all(`${query} ORDER BY ${order}`);
    return allIn(this.#db, `${query} AND ${column} IN`, paths, `ORDER BY ${order}`);
  }
}

function toRecord(row: Row): FileRecord {
  const { path, size, modified, changed, inode, digest, outcome, url, due_at, ...picture } = row as unknown as FileRow;
  const isStamped = size !== null && modified !== null && changed !== null && inode !== null;
  return {
    path,
    stamp: isStamped ? { size, modified, changed, inode } : undefined,
    digest,
    outcome,
    ...(url !== null && { url }),
    ...(due_at !== null && { dueAt: due_at }),
    ...toPicture(picture),
  };
}

const toConflict = (row: Row): Conflict => ({
  path: String(row.path),
  url: String(row.url),
  owner: String(row.owner),
});

/** At which address a file is served as it is, and in which version; empty for a file that is not. */
const servedAs = (record: FileRecord | undefined): string =>
  record?.outcome === 'static' ? `${record.digest} ${record.url}` : '';
