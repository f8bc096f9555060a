import { NameSuggestions } from '../../name-suggestions.ts';
import type { ActiveCategory, Category } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { ALL_DAYS, addDays } from './days.ts';
import { listEntries } from './listings.ts';

/** The activity of a category is its number of articles in so many last days of the archive. */
const ACTIVE_DAYS = 7;

/** @see Archive.listCategories */
export function listCategories(index: Connection): Category[] {
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
  const recent = [...countRecent(index)].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const largest = index
    .sql("SELECT id FROM listings WHERE kind = 'category' AND count > 0 ORDER BY count DESC, name LIMIT ?")
    .all(limit);
  const active: ActiveCategory[] = [];
  for (const id of new Set([...recent, ...largest.map((row) => Number(row.id))])) {
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

/** Entries of each listing in the last days of the archive, by the listing's number. */
function countRecent(index: Connection): Map<number, number> {
  const counts = new Map<number, number>();
  const newestDay = Number(index.sql('SELECT max(day) AS day FROM listing_days').get()?.day ?? 0);
  if (newestDay === 0) return counts;
  const rows = index.sql('SELECT listing, count FROM listing_days WHERE day >= ?');
  for (const row of rows.iterate(addDays(newestDay, 1 - ACTIVE_DAYS))) {
    const listing = Number(row.listing);
    counts.set(listing, (counts.get(listing) ?? 0) + Number(row.count));
  }
  return counts;
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
