import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { type Archive, openArchive } from '../../lib/archive/index.ts';
import { currentGeneration } from '../../lib/archive/sqlite/generations.ts';
import { type UpdateOptions, type UpdateReport, updateArchive } from '../../lib/ingest/index.ts';
import { readSite, type Site } from '../../lib/site.ts';
import { type TestDatabase, takeDatabase } from './servers/test-database.ts';

/** A content folder and an archive of a test's own, in the store under test, gone when the test ends. */
export class PortalFolder {
  readonly contentDir: string;
  readonly dataDir: string;
  readonly archive: Archive;
  readonly database: TestDatabase | undefined = takeDatabase();

  constructor(context: TestContext, files: Record<string, string> = {}) {
    const root = mkdtempSync(join(tmpdir(), 'finews-test-'));
    this.contentDir = join(root, 'content');
    this.dataDir = join(root, 'data');
    mkdirSync(this.contentDir);
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.archive = openArchive(this.location);
    context.after(async () => {
      this.archive.close();
      await this.database?.release();
      rmSync(root, { recursive: true, force: true });
    });
  }

  /** @param modified the file's time; now, where absent */
  write(path: string, content: string | Uint8Array, modified?: Date): void {
    const file = join(this.contentDir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (modified) utimesSync(file, modified, modified);
  }

  remove(path: string): void {
    rmSync(join(this.contentDir, path), { recursive: true });
  }

  removeIfThere(path: string): void {
    rmSync(join(this.contentDir, path), { recursive: true, force: true });
  }

  /** Rows of the archive's tables, whatever store it is in. @param sql that both stores understand */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    if (this.database) return this.database.query(sql);
    const db = new DatabaseSync(currentGeneration(this.dataDir)?.path ?? '', { readOnly: true });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  }

  /** Where the archive is. */
  get location(): { dataDir: string; databaseUrl: string | undefined } {
    return { dataDir: this.dataDir, databaseUrl: this.database?.url };
  }

  /** Settings of the portal. @param environment variables beside those that say where content and archive are */
  readSite(environment: Record<string, string> = {}): Site {
    return readSite({
      CONTENT_DIR: this.contentDir,
      DATA_DIR: this.dataDir,
      DATABASE_URL: this.database?.url,
      ...environment,
    });
  }

  /**
   * @param options the clock stands at the end of 2026 unless a test sets it
   * @param environment as in `readSite`
   */
  async update(options: UpdateOptions = {}, environment: Record<string, string> = {}): Promise<UpdateReport> {
    await this.database?.create();
    return updateArchive(this.readSite(environment), { now: () => new Date('2026-12-31T00:00:00Z'), ...options });
  }
}

/** A post's file text. */
export function postText(fields: Record<string, string>, body = '正文。'): string {
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
  return `---\n${lines.join('\n')}\n---\n${body}\n`;
}
