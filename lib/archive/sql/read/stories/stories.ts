import { pathHref, storyHref } from '../../../../addresses.ts';
import { LEADING_STORIES, STORY_ARTICLES } from '../../../archive.ts';
import { articleMark, LEADING_STORIES_MARK, storiesOfDayMark, storyMark } from '../../../marks.ts';
import type { Story, StorySummary, StoryView } from '../../../types.ts';
import type { Row } from '../../database.ts';
import { daysOfPeriod } from '../../days.ts';
import type { Snapshot } from '../../snapshot.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, toSummaries } from '../rows.ts';

const STORY_COLUMNS = 't.number, t.id, t.sources, t.articles AS article_count, t.newest_at';

/** @see Archive.listLeadingStories */
export async function listLeadingStories(index: Snapshot, limit: number, othersEach: number): Promise<StorySummary[]> {
  index.note(LEADING_STORIES_MARK);
  const query = `SELECT ${STORY_COLUMNS} FROM stories t ORDER BY t.score DESC, t.id LIMIT ?`;
  return summarize(index, await index.all(query, Math.min(limit, LEADING_STORIES)), othersEach);
}

/** @see Archive.listStoriesOfDay */
export async function listStoriesOfDay(
  index: Snapshot,
  day: string,
  limit: number,
  othersEach: number,
): Promise<StorySummary[]> {
  index.note(storiesOfDayMark(day));
  const query = `SELECT ${STORY_COLUMNS} FROM stories t WHERE t.day = ? ORDER BY t.sources DESC, t.score DESC, t.id LIMIT ?`;
  return summarize(index, await index.all(query, daysOfPeriod(day)?.first ?? 0, limit), othersEach);
}

/** The stories of rows with their first articles, in one round trip. */
async function summarize(index: Snapshot, rows: readonly Row[], othersEach: number): Promise<StorySummary[]> {
  if (rows.length === 0) return [];
  const articles = await index.all(
    `SELECT s.story, s.place, ${SUMMARY_COLUMNS} FROM story_articles s JOIN articles a ON a.id = s.article ${SUMMARY_JOINS}
     WHERE s.story IN (${rows.map(() => '?').join(', ')}) AND s.place BETWEEN 1 AND ?`,
    ...rows.map(({ number }) => Number(number)),
    1 + othersEach,
  );
  const ordered = articles.toSorted(byPlace);
  const summaries = await toSummaries(index, ordered);
  return rows.flatMap((row) => {
    const [lead, ...others] = summaries.filter((_, i) => ordered[i]?.story === row.number);
    return lead ? [{ ...toStory(row), lead, others }] : [];
  });
}

const byPlace = (a: Row, b: Row): number => Number(a.place) - Number(b.place);

const toStory = (row: Row): Story => ({
  id: String(row.id),
  sourceCount: Number(row.sources),
  articleCount: Number(row.article_count),
  newestAt: Number(row.newest_at),
});

/** @see Archive.getStory */
export async function getStory(index: Snapshot, id: string): Promise<StoryView | { location: string } | undefined> {
  index.note(storyMark(id));
  const found = await index.get(
    'SELECT a.id, a.url FROM story_ids i JOIN articles a ON a.id = i.article WHERE i.id = ?',
    id,
  );
  if (!found) return undefined;
  index.note(articleMark(Number(found.id)));
  const row = await findStoryOf(index, Number(found.id));
  if (!row) return { location: pathHref(String(found.url)) };
  if (row.id !== id) return { location: storyHref(String(row.id)) };
  const articles = await index.all(
    `SELECT s.place, ${SUMMARY_COLUMNS} FROM story_articles s JOIN articles a ON a.id = s.article ${SUMMARY_JOINS}
     WHERE s.story = ? AND s.place BETWEEN 1 AND ?`,
    Number(row.number),
    STORY_ARTICLES,
  );
  return { ...toStory(row), articles: await toSummaries(index, articles.toSorted(byPlace)) };
}

/** The row of the story that an article is part of, where two sources carry it. */
function findStoryOf(index: Snapshot, article: number): Promise<Row | undefined> {
  return index.get(
    `SELECT ${STORY_COLUMNS} FROM story_articles s JOIN stories t ON t.number = s.story WHERE s.article = ?`,
    article,
  );
}

/** The story that an article is part of. Whoever asks notes what it depends on. */
export async function findStory(index: Snapshot, article: number): Promise<Story | undefined> {
  const row = await findStoryOf(index, article);
  return row && toStory(row);
}
