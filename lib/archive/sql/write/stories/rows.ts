import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import { sourceOf } from '../../story-source.ts';
import type { Coverage, StoryMember } from './coverage.ts';

/** A row of the table `stories`, in the order of its columns. */
export type StoryRow = [
  number: number,
  id: string,
  day: number,
  sources: number,
  articles: number,
  newestAt: number,
  score: number,
];

/** A row of the table `story_days`, in the order of its columns. */
type StoryDayRow = [number: number, day: number, sources: number, score: number, id: string];

/** A story as the tables have it. */
export interface StoredStory {
  number: number;
  /** Its articles by their places. */
  places: ReadonlyMap<number, number>;
  /** Absent where it has one source alone: it is no story for readers. */
  row?: StoryRow;
  /** The days on which it was told, in order; none where it has no row. */
  days: readonly StoryDayRow[];
}

/** Fewer sources are no story. */
const FEWEST_SOURCES = 2;

/** Numbers of the stories in which articles are. */
export async function findStories(db: Database, articles: readonly number[]): Promise<number[]> {
  const rows = await allIn(db, 'SELECT story FROM story_articles WHERE article IN', articles);
  return [...new Set(rows.map(({ story }) => Number(story)))];
}

export async function readStory(db: Database, number: number): Promise<StoredStory> {
  const places = await db.all('SELECT place, article FROM story_articles WHERE story = ?', number);
  const row = await db.get(
    'SELECT number, id, day, sources, articles, newest_at, score FROM stories WHERE number = ?',
    number,
  );
  const days = await db.all('SELECT day, sources, score, id FROM story_days WHERE story = ? ORDER BY day', number);
  return {
    number,
    days: days.map((each) => [number, Number(each.day), Number(each.sources), Number(each.score), String(each.id)]),
    places: new Map(places.map(({ place, article }) => [Number(place), Number(article)])),
    ...(row && {
      row: [
        number,
        String(row.id),
        Number(row.day),
        Number(row.sources),
        Number(row.articles),
        Number(row.newest_at),
        Number(row.score),
      ],
    }),
  };
}

/** What decides about the coverage of a story. */
export async function readMembers(db: Database, articles: readonly number[]): Promise<StoryMember[]> {
  const query = 'SELECT id, path, rank, category, source_name, code, is_wire FROM articles WHERE id IN';
  const rows = await allIn(db, query, articles);
  return rows.map((row) => ({
    id: Number(row.id),
    path: String(row.path),
    publishedAt: -Number(row.rank),
    source: sourceOf(row.category as string | null, row.source_name as string | null),
    code: row.code as string | null,
    isWire: Number(row.is_wire) === 1,
  }));
}

/** @param dayOf day of an instant, in the site's zone */
export function toStory(coverage: Coverage, dayOf: (seconds: number) => number): StoredStory {
  const { id, shown, hidden, sources, firstAt, newestAt, score } = coverage;
  const number = [...shown, ...hidden].reduce((least, member) => Math.min(least, member.id), Number.POSITIVE_INFINITY);
  return {
    number,
    places: new Map([
      ...shown.map((member, i): [number, number] => [1 + i, member.id]),
      ...hidden.map((member, i): [number, number] => [-1 - i, member.id]),
    ]),
    days: [],
    ...(sources >= FEWEST_SOURCES && {
      row: [number, id, dayOf(firstAt), sources, shown.length, newestAt, score],
      days: countDays(shown, dayOf).map(([day, count]) => [number, day, count, score, id]),
    }),
  };
}

/** The days of articles, each with the number of sources that tell them on it. @param shown in the order of time */
function countDays(
  shown: readonly StoryMember[],
  dayOf: (seconds: number) => number,
): [day: number, sources: number][] {
  const days = Map.groupBy(shown, ({ publishedAt }) => dayOf(publishedAt));
  return [...days].map(([day, articles]) => [day, new Set(articles.map(({ source }) => source)).size]);
}

/** Puts stories in the place of others. @returns those that are not in both */
export async function replaceStories(
  db: Database,
  before: readonly StoredStory[],
  after: readonly StoredStory[],
): Promise<StoredStory[]> {
  const known = new Set(before.map(keyOf));
  const kept = new Set(after.map(keyOf));
  const gone = before.filter((story) => !kept.has(keyOf(story)));
  const made = after.filter((story) => !known.has(keyOf(story)));
  await replaceRows(db, gone.flatMap(placesOf), made.flatMap(placesOf), {
    remove: 'DELETE FROM story_articles WHERE story = ? AND place = ?',
    add: 'INSERT INTO story_articles VALUES (?, ?, ?)',
    keyLength: 2,
  });
  await replaceRows(
    db,
    gone.flatMap(({ row }) => (row ? [row] : [])),
    made.flatMap(({ row }) => (row ? [row] : [])),
    {
      remove: 'DELETE FROM stories WHERE number = ?',
      add: 'INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?)',
      keyLength: 1,
    },
  );
  await replaceRows(
    db,
    gone.flatMap(({ days }) => days),
    made.flatMap(({ days }) => days),
    {
      remove: 'DELETE FROM story_days WHERE story = ? AND day = ?',
      add: 'INSERT INTO story_days VALUES (?, ?, ?, ?, ?)',
      keyLength: 2,
    },
  );
  return [...gone, ...made];
}

type Values = readonly (string | number)[];

/** Removes rows that are gone and adds those that are new; leaves those that are both. */
async function replaceRows(
  db: Database,
  gone: readonly Values[],
  made: readonly Values[],
  { remove, add, keyLength }: { remove: string; add: string; keyLength: number },
): Promise<void> {
  const [goneKeys, madeKeys] = [gone, made].map((rows) => new Set(rows.map((row) => row.join(' '))));
  const removed = gone.filter((row) => !madeKeys?.has(row.join(' '))).map((row) => row.slice(0, keyLength));
  const added = made.filter((row) => !goneKeys?.has(row.join(' ')));
  await db.runAll(remove, removed);
  await db.runAll(add, added);
}

const placesOf = ({ number, places }: StoredStory): Values[] =>
  [...places].map(([place, article]) => [number, place, article]);

/** Equal for stories of which readers see the same. */
const keyOf = ({ number, places, row, days }: StoredStory): string =>
  JSON.stringify([number, [...places].sort(byPlace), row, days]);

const byPlace = ([a]: [number, number], [b]: [number, number]): number => a - b;
