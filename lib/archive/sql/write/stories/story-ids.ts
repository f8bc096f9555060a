import { storyMark } from '../../../marks.ts';
import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import { storyIdOf } from '../../story-id.ts';
import type { ChangeLog } from '../change-log.ts';

/** The table `story_ids`: which article an address of a story leads to. */
export class StoryIds {
  readonly #db: Database;
  readonly #changes: ChangeLog;

  constructor(db: Database, changes: ChangeLog) {
    this.#db = db;
    this.#changes = changes;
  }

  /** Gives articles of a story addresses of their own. */
  async give(articles: readonly { id: number; path: string }[]): Promise<void> {
    await this.#db.runAll(
      'INSERT INTO story_ids VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET article = excluded.article',
      articles.map(({ id, path }) => [storyIdOf(path), id]),
    );
  }

  /** Lets what leads to an article lead to another one; nowhere, where there is none. */
  async pass(from: number, to: number | undefined): Promise<void> {
    await this.touch([from]);
    if (to === undefined) await this.#db.run('DELETE FROM story_ids WHERE article = ?', from);
    else await this.#db.run('UPDATE story_ids SET article = ? WHERE article = ?', to, from);
  }

  /** Touches what leads to articles. */
  async touch(articles: readonly number[]): Promise<void> {
    if (this.#changes.isIdle) return;
    const rows = await allIn(this.#db, 'SELECT id FROM story_ids WHERE article IN', articles);
    this.#changes.touch(...rows.map(({ id }) => storyMark(String(id))));
  }
}
