import { ALL_MARK, NAMES_MARK, NAVIGATION_MARK, STOCK_NAMES_MARK } from '../../marks.ts';
import { listByActivity } from '../activity.ts';
import type { Database } from '../database.ts';
import type { ChangeLog } from './change-log.ts';
import { getMeta, setMeta } from './meta.ts';

/** Categories in the navigation of every page. */
const NAVIGATION_LENGTH = 8;

/**
 * Brings the navigation up to date: the most active categories, and whether there are stocks. It stands on every page, so it leaves out
 * the newest day: the order changes when a day has passed, and not with each article.
 */
export async function settleNavigation(db: Database, changes: ChangeLog): Promise<void> {
  if (changes.has(ALL_MARK) || changes.has(NAMES_MARK)) {
    const links = await listByActivity(db, NAVIGATION_LENGTH, false);
    await settleValue(db, changes, 'navigation', JSON.stringify(links.map(({ name, title }) => ({ name, title }))));
  }
  if (changes.has(STOCK_NAMES_MARK)) {
    const any = await db.get("SELECT 1 FROM listings WHERE kind = 'stock' AND count > 0 LIMIT 1");
    await settleValue(db, changes, 'has_stocks', any ? '1' : '0');
  }
}

async function settleValue(db: Database, changes: ChangeLog, key: string, value: string): Promise<void> {
  if ((await getMeta(db, key)) === value) return;
  await setMeta(db, key, value);
  changes.touch(NAVIGATION_MARK);
}
