import { sep } from 'node:path';
import { ArchiveError } from '../errors.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;

/** Primary result code of an error of SQLite; `undefined` for any other. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

/** True for an error of SQLite itself. */
export const isOfSqlite = (error: unknown): boolean => sqliteCode(error) !== undefined;

/** True where another connection holds a lock. */
export const isBusy = (error: unknown): boolean => sqliteCode(error) === BUSY;

/** Why DATA_DIR cannot be written, as the system or SQLite says it; `undefined` for an error of another kind. */
export function unwritable(error: unknown, dataDir: string): ArchiveError | undefined {
  const code = sqliteCode(error);
  const systemCode = error instanceof Error && 'code' in error ? error.code : undefined;
  const fail = (reason: string, options: { remedy?: 'time' } = {}): ArchiveError => {
    const message = `${dataDir}: ${reason}; the index stays as it is, and the next run goes on`;
    return new ArchiveError(message, { cause: error, ...options });
  };
  if (code === FULL || systemCode === 'ENOSPC' || systemCode === 'EDQUOT') {
    return fail('the disk is full; make room on it', { remedy: 'time' });
  }
  if (code === READONLY || code === IOERR || code === CANTOPEN || isWithin(error, dataDir)) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(`cannot be written (${reason}); check the disk, its free space and the folder’s permissions`);
  }
  return undefined;
}

/** Whether an error of the system is about a folder or what is in it. */
function isWithin(error: unknown, folder: string): boolean {
  if (!(error instanceof Error && 'path' in error)) return false;
  return error.path === folder || String(error.path).startsWith(folder + sep);
}
