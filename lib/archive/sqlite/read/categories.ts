import { ALL_MARK, NAMES_MARK, NAVIGATION_MARK } from '../../marks.ts';
import { NameSuggestions } from '../../name-suggestions.ts';
import type { ActiveCategory, Category, CategoryLink } from '../../types.ts';
import { listByActivity } from '../activity.ts';
import type { Connection } from '../connection.ts';
import { ALL_DAYS } from '../days.ts';
import { listEntries } from './listings.ts';

/** @see Archive.listCategories */
export function listCategories(index: Connection): Category[] {
  index.note(ALL_MARK);
  index.note(NAMES_MARK);
  const categories = index
    .sql(
      `SELECT l.name, l.title, l.initial, l.pinyin, l.count,
         (SELECT -e.rank FROM entries e WHERE e.listing = l.id ORDER BY e.rank LIMIT 1) AS newest_at
       FROM listings l WHERE l.kind = 'category' ORDER BY l.initial, l.pinyin, l.name`,
    )
    .all()
    .map((row) => ({
      name: String(row.name),
      title: String(row.title),
      initial: String(row.initial),
      pinyin: String(row.pinyin),
      count: Number(row.count),
      ...(row.newest_at !== null && { newestAt: Number(row.newest_at) }),
    }));
  const isOther = ({ initial }: Category): boolean => initial === '#';
  return [...categories.filter((category) => !isOther(category)), ...categories.filter(isOther)];
}

/** @see Archive.listActiveCategories */
export function listActiveCategories(index: Connection, limit: number, articlesEach: number): ActiveCategory[] {
  index.note(ALL_MARK);
  index.note(NAMES_MARK);
  const active: ActiveCategory[] = [];
  for (const id of listByActivity((sql) => index.sql(sql), limit, true)) {
    if (active.length === limit) break;
    const row = index.sql("SELECT name, title, count FROM listings WHERE id = ? AND kind = 'category'").get(id);
    if (!row) continue;
    const title = String(row.title);
    active.push({
      name: String(row.name),
      title,
      count: Number(row.count),
      articles: listEntries(index, { id, title, days: ALL_DAYS }, 0, articlesEach),
    });
  }
  return active;
}

/** @see Archive.listNavigation */
export function listNavigation(index: Connection): CategoryLink[] {
  index.note(NAVIGATION_MARK);
  return JSON.parse(index.meta('navigation')) as CategoryLink[];
}

/** Names of all categories and tags that have articles. */
export function readNames(index: Connection): NameSuggestions {
  const rows = index
    .sql(
      "SELECT kind, name, title, pinyin, initials, count FROM listings WHERE kind IN ('category', 'tag') AND count > 0",
    )
    .all();
  return new NameSuggestions(
    rows.map((row) => ({
      kind: row.kind === 'tag' ? 'tag' : 'category',
      name: String(row.name),
      title: String(row.title),
      pinyin: String(row.pinyin),
      initials: String(row.initials),
      count: Number(row.count),
    })),
  );
}
