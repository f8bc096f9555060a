import type { Statements } from '../../../sqlite-statements.ts';
import { ALL_MARK, NAMES_MARK, NAVIGATION_MARK } from '../../marks.ts';
import type { CategoryLink } from '../../types.ts';
import { listByActivity } from '../activity.ts';
import type { ChangeLog } from './change-log.ts';

/** Categories in the navigation of every page. */
const NAVIGATION_LENGTH = 8;

/**
 * Brings the navigation up to date: the most active categories. It stands on every page, so it leaves out the newest day: the
 * order changes when a day has passed, and not with each article.
 */
export function settleNavigation(statements: Statements, changes: ChangeLog): void {
  if (!changes.has(ALL_MARK) && !changes.has(NAMES_MARK)) return;
  const category = statements.get("SELECT name, title FROM listings WHERE id = ? AND kind = 'category'");
  const links: CategoryLink[] = [];
  for (const id of listByActivity((sql) => statements.get(sql), NAVIGATION_LENGTH, false)) {
    if (links.length === NAVIGATION_LENGTH) break;
    const row = category.get(id);
    if (row) links.push({ name: String(row.name), title: String(row.title) });
  }
  const text = JSON.stringify(links);
  const known = statements.get("SELECT value FROM meta WHERE key = 'navigation'").get()?.value;
  if (known === text) return;
  statements
    .get('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run('navigation', text);
  changes.touch(NAVIGATION_MARK);
}
