import { ALL_MARK, NAMES_MARK, NAVIGATION_MARK } from '../../marks.ts';
import { NameSuggestions } from '../../name-suggestions.ts';
import type { ActiveCategory, Category, CategoryLink, Suggestion } from '../../types.ts';
import { findNewestDay, listByActivity } from '../activity.ts';
import { ALL_DAYS, addDays } from '../days.ts';
import type { Snapshot } from '../snapshot.ts';
import { listEntries } from './listings/listings.ts';

/** @see Archive.listCategories */
export async function listCategories(index: Snapshot): Promise<Category[]> {
  index.note(ALL_MARK);
  index.note(NAMES_MARK);
  const categories = (
    await index.all(`SELECT l.name, l.title, l.initial, l.pinyin, l.count,
         (SELECT -e.rank FROM entries e WHERE e.listing = l.id ORDER BY e.rank LIMIT 1) AS newest_at
       FROM listings l WHERE l.kind = 'category' ORDER BY l.initial, l.pinyin, l.name`)
  ).map((row) => ({
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
export async function listActiveCategories(
  index: Snapshot,
  limit: number,
  articlesEach: number,
): Promise<ActiveCategory[]> {
  index.note(ALL_MARK);
  index.note(NAMES_MARK);
  const active: ActiveCategory[] = [];
  for (const { id, name, title, count } of await listByActivity(index, limit, true)) {
    const articles = await listEntries(index, { ids: [id], title, days: ALL_DAYS }, 0, articlesEach);
    active.push({ name, title, count, articles });
  }
  return active;
}

const WEEK_DAYS = 7;

/** @see Archive.listWeeks */
export async function listWeeks(index: Snapshot, weeks: number): Promise<ReadonlyMap<string, readonly number[]>> {
  index.note(ALL_MARK);
  index.note(NAMES_MARK);
  const newest = await findNewestDay(index);
  if (newest === 0) return new Map();
  const starts = Array.from({ length: weeks + 1 }, (_, i) => addDays(newest, 1 - WEEK_DAYS * (weeks - i)));
  // A sum for each week of each category: rows for each day would be made by the hundred thousand.
  const sums = starts.slice(1).map(
    (_, i) => `(SELECT sum(d.count) FROM listing_days d
      WHERE d.listing = l.id AND d.day >= ? AND d.day < ?) AS week${i}`,
  );
  const rows = await index.all(
    `SELECT l.name, ${sums.join(', ')} FROM listings l WHERE l.kind = 'category'`,
    ...starts.slice(1).flatMap((end, i) => [starts[i] ?? end, end]),
  );
  const counts = rows.map(({ name, ...week }) => [String(name), Object.values(week).map(Number)] as const);
  return new Map(counts.filter(([, each]) => each.some((count) => count > 0)));
}

/** @see Archive.listNavigation */
export async function listNavigation(index: Snapshot): Promise<CategoryLink[]> {
  index.note(NAVIGATION_MARK);
  return JSON.parse(await index.meta('navigation')) as CategoryLink[];
}

/** Names of all categories, tags and stocks that have articles. */
export async function readNames(index: Snapshot): Promise<NameSuggestions> {
  const rows = await index.all(
    `SELECT kind, name, title, folded, pinyin, initials, count FROM listings
     WHERE kind IN ('category', 'tag', 'stock') AND count > 0`,
  );
  return new NameSuggestions(
    rows.map((row) => ({
      kind: row.kind as Suggestion['kind'],
      name: String(row.name),
      title: String(row.title),
      pinyin: String(row.pinyin),
      initials: String(row.initials),
      count: Number(row.count),
      ...(row.kind === 'stock' && { code: String(row.folded) }),
    })),
  );
}
