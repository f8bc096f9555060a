import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveLocation } from '../../lib/archive/index.ts';
import { BATCH_FOLDER, writeArchive } from './generate.ts';
import type { Limit } from './report.ts';

/** Most files that are published one after another. */
const PUBLISHED = 300;

/** A synthetic archive with its index. */
export class BenchArchive {
  readonly posts: number;
  readonly contentDir: string;
  /** The index in SQLite, whatever store is measured: queries are drawn from it. */
  readonly indexDir: string;
  /** Where the archive is that is measured. */
  readonly location: ArchiveLocation;

  /**
   * Makes the posts where an earlier run has not left them in the folder.
   * @param databaseUrl of a PostgreSQL database, where that store is measured
   */
  constructor(folder: string, posts: number, databaseUrl?: string) {
    this.posts = posts;
    this.contentDir = join(folder, `content-${posts}`);
    this.indexDir = join(folder, `index-${posts}`);
    this.location =
      databaseUrl === undefined ? { dataDir: this.indexDir } : { dataDir: join(folder, `node-${posts}`), databaseUrl };
    if (!existsSync(this.contentDir)) {
      console.error(`making ${posts} posts in ${this.contentDir} …`);
      writeArchive(this.contentDir, posts);
    }
    // A run that was broken off may have left posts that are newer than what is published next.
    this.unpublish();
    rmSync(join(this.contentDir, BATCH_FOLDER), { recursive: true, force: true });
  }

  /** What a figure may be that is bounded for one machine alone, with the archive in SQLite. */
  limitOnOneMachine(limit: Limit): Limit | undefined {
    return this.location.databaseUrl === undefined ? limit : undefined;
  }

  get environment(): NodeJS.ProcessEnv {
    const { dataDir, databaseUrl = '' } = this.location;
    return {
      ...process.env,
      CONTENT_DIR: this.contentDir,
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      SITE_URL: 'https://finews.example',
    };
  }

  /** Writes the n-th post newer than all others, or writes it anew. @returns its title, and the address of its article */
  publish(
    n: number,
    { title = `基准第${n}条`, category = 'emnews', tag = '滚动新闻' } = {},
  ): { title: string; path: string } {
    const time = new Date(Date.UTC(2026, 10, 21, 0, 0, n)).toISOString();
    writeFileSync(
      this.#publishedFile(n),
      `---\ntitle: ${title}\ndate: ${time}\ncategories: ${category}\ntags: ${tag}\n---\n正文。\n`,
    );
    return { title, path: `/${category}/2026/11/21/bench${n}.html` };
  }

  /** Removes one post that was published. */
  remove(n: number): void {
    rmSync(this.#publishedFile(n), { force: true });
  }

  /** Removes what was published. */
  unpublish(): void {
    for (let n = -1; n < PUBLISHED; n++) this.remove(n);
  }

  #publishedFile(n: number): string {
    return join(this.contentDir, '_posts', `2026-11-21-bench${n}.md`);
  }
}
