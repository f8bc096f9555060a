import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { error, type Finding, judge, warning } from '../diagnose/finding.ts';
import { isOfSqlite } from './errors.ts';
import { currentGeneration } from './generations.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** @returns what is to say of the index, its size in bytes, and a file of the content folder that pages show, where they do */
export async function diagnoseSqlite({
  dataDir,
  isReadOnly,
}: {
  dataDir: string;
  isReadOnly: boolean;
}): Promise<{ findings: Finding[]; size: number; staticFile?: string | undefined }> {
  const current = currentGeneration(dataDir);
  if (!current || !existsSync(current.path)) {
    const message = `${dataDir} holds no index`;
    const findings: Finding[] = [
      isReadOnly
        ? { level: 'error', check: 'archive', message: `${message}; run: node bin/finews.mjs index` }
        : { level: 'ok', check: 'archive', message: `${message} yet; the first run makes it` },
    ];
    return { findings, size: 0 };
  }
  const { size } = statSync(current.path);
  const { version, staticFile } = read(current.path);
  const text = `${current.path}, version ${version ?? 'unknown'}`;
  const otherwise = version === undefined ? 'is damaged' : 'was made by another version of finews';
  const message = `${text}: ${otherwise}; the next run makes it anew`;
  return {
    findings: [judge('archive', version === SCHEMA_VERSION, text, isReadOnly ? error(message) : warning(message))],
    size,
    staticFile,
  };
}

/** The version of an index, and a static file of it; `undefined` for a file that is none, and where there is none. */
function read(path: string): { version?: number; staticFile?: string } {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    const version = Number.parseInt(
      String(db.prepare("SELECT value FROM meta WHERE key = 'settings'").get()?.value),
      10,
    );
    if (version !== SCHEMA_VERSION) return { version };
    const file = db.prepare("SELECT path FROM files WHERE outcome = 'static' AND url IS NOT NULL LIMIT 1").get()?.path;
    return { version, ...(file !== undefined && { staticFile: String(file) }) };
  } catch (cause) {
    if (isOfSqlite(cause)) return {};
    throw cause;
  } finally {
    db?.close();
  }
}
