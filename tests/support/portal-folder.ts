import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { type Archive, openArchive } from '../../lib/archive/index.ts';
import { currentGeneration } from '../../lib/archive/sqlite/generations.ts';
import { type UpdateOptions, type UpdateReport, updateArchive } from '../../lib/ingest/index.ts';
import { readSite } from '../../lib/site.ts';
import { ContentFolder } from './content/content-folder.ts';
import { type TestDatabase, takeDatabase } from './servers/test-database.ts';

/** A content folder and an archive of a test's own, in the store under test, gone when the test ends. */
export class PortalFolder extends ContentFolder {
  readonly archive: Archive;
  readonly database: TestDatabase | undefined = takeDatabase();

  /** @param contentDir a folder that is there already and stays; one of its own where absent */
  constructor(context: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}, contentDir?: string) {
    super(context, files, contentDir);
    this.archive = openArchive(this.location);
  }

  protected override async end(): Promise<void> {
    this.archive.close();
    try {
      await this.database?.release();
    } finally {
      await super.end();
    }
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

  /** The variables that say where content and archive are. */
  get environment(): Record<string, string> {
    return {
      CONTENT_DIR: this.contentDir,
      DATA_DIR: this.dataDir,
      ...(this.database && { DATABASE_URL: this.database.url }),
    };
  }

  /**
   * @param options the clock stands at the end of 2026 unless a test sets it
   * @param environment variables beside those that say where content and archive are
   */
  async update(options: UpdateOptions = {}, environment: Record<string, string> = {}): Promise<UpdateReport> {
    await this.database?.create();
    const site = readSite({ ...this.environment, ...environment });
    return updateArchive(site, { now: () => new Date('2026-12-31T00:00:00Z'), ...options });
  }
}

/** A post's file text. */
export function postText(fields: Record<string, string>, body = '正文。'): string {
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
  return `---\n${lines.join('\n')}\n---\n${body}\n`;
}
