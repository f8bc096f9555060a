import { pathHref, storyHref } from '../../../../addresses.ts';
import { STORY_PAGE_SIZE } from '../../../archive.ts';
import { articleMark, LEADING_STORIES_MARK, storiesOfDayMark, storyMark } from '../../../marks.ts';
import type { Story, StorySummary, StoryView, Summary } from '../../../types.ts';
import type { Row } from '../../database.ts';
import { daysOfPeriod } from '../../days.ts';
import type { Snapshot } from '../../snapshot.ts';
import { storyIdOf } from '../../story-id.ts';
import { leastScoreSince } from '../../story-score.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, toSummaries } from '../rows.ts';

const STORY_COLUMNS = 't.number, t.id, t.sources, t.articles AS article_count, t.newest_at';

/** Columns of a story in a list, with the file of the article that has made it a story: it was there before all others. */
const LISTED_COLUMNS = `${STORY_COLUMNS}, (SELECT f.path FROM articles f WHERE f.id = t.number) AS first_path`;

/** @see Archive.listLeadingStories */
export async function listLeadingStories(
  index: Snapshot,
  limit: number,
  othersEach: number,
  since: number = Number.MIN_SAFE_INTEGER,
): Promise<StorySummary[]> {
  index.note(LEADING_STORIES_MARK);
  // The score bounds the rows that are looked at.
  const query = `SELECT ${LISTED_COLUMNS} FROM stories t WHERE t.score >= ? AND t.newest_at >= ? ORDER BY t.score DESC, t.id LIMIT ?`;
  return summarize(index, await index.all(query, leastScoreSince(since), since, limit), othersEach);
}

/** @see Archive.listStoriesOfDay */
export async function listStoriesOfDay(
  index: Snapshot,
  day: string,
  limit: number,
  othersEach: number,
): Promise<StorySummary[]> {
  index.note(storiesOfDayMark(day));
  const query = `SELECT ${LISTED_COLUMNS} FROM story_days d JOIN stories t ON t.number = d.story
    WHERE d.day = ? ORDER BY d.sources DESC, d.score DESC, d.id LIMIT ?`;
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
    return lead ? [{ ...toStory(row), lead, others, firstId: storyIdOf(String(row.first_path)) }] : [];
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
export async function getStory(
  index: Snapshot,
  id: string,
  page: number,
): Promise<StoryView | { location: string } | undefined> {
  index.note(storyMark(id));
  const found = await index.get(
    'SELECT a.id, a.url FROM story_ids i JOIN articles a ON a.id = i.article WHERE i.id = ?',
    id,
  );
  if (!found) return undefined;
  index.note(articleMark(Number(found.id)));
  const row = await findStoryOf(index, Number(found.id));
  if (!row) return page === 1 ? { location: pathHref(String(found.url)) } : undefined;
  const story = toStory(row);
  const pageCount = Math.ceil(story.articleCount / STORY_PAGE_SIZE);
  if (page > pageCount) return undefined;
  if (story.id !== id) return { location: storyHref(story.id, page) };
  const offset = (page - 1) * STORY_PAGE_SIZE;
  const articles = await listPlaces(index, Number(row.number), offset + 1, offset + STORY_PAGE_SIZE);
  const [lead] = page === 1 ? articles : await listPlaces(index, Number(row.number), 1, 1);
  return lead && { ...story, lead, articles, offset, page, pageCount };
}

/** The articles of a story from one place to another, along time. */
async function listPlaces(index: Snapshot, number: number, first: number, last: number): Promise<Summary[]> {
  const articles = await index.all(
    `SELECT s.place, ${SUMMARY_COLUMNS} FROM story_articles s JOIN articles a ON a.id = s.article ${SUMMARY_JOINS}
     WHERE s.story = ? AND s.place BETWEEN ? AND ?`,
    number,
    first,
    last,
  );
  return toSummaries(index, articles.toSorted(byPlace));
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
