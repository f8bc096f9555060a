import { ALL_MARK, NAMES_MARK, NAVIGATION_MARK } from '../../marks.ts';
import type { CategoryLink } from '../../types.ts';
import { listByActivity } from '../activity.ts';
import type { Database } from '../database.ts';
import type { ChangeLog } from './change-log.ts';
import { getMeta, setMeta } from './meta.ts';

/** Categories in the navigation of every page. */
const NAVIGATION_LENGTH = 8;

/**
 * Brings the navigation up to date: the most active categories. It stands on every page, so it leaves out the newest day: the
 * order changes when a day has passed, and not with each article.
 */
export async function settleNavigation(db: Database, changes: ChangeLog): Promise<void> {
  if (!changes.has(ALL_MARK) && !changes.has(NAMES_MARK)) return;
  const links: CategoryLink[] = [];
  for (const id of await listByActivity(db, NAVIGATION_LENGTH, false)) {
    if (links.length === NAVIGATION_LENGTH) break;
    const row = await db.get("SELECT name, title FROM listings WHERE id = ? AND kind = 'category'", id);
    if (row) links.push({ name: String(row.name), title: String(row.title) });
  }
  const text = JSON.stringify(links);
  if ((await getMeta(db, 'navigation')) === text) return;
  await setMeta(db, 'navigation', text);
  changes.touch(NAVIGATION_MARK);
}
