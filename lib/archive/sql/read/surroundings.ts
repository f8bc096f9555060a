import { SearchIndex } from '../../../search/index.ts';
import { addressMark, articleMark, codeMark, copiesMark, RELATED_MARK } from '../../marks.ts';
import type { Surroundings } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { sourceOf } from '../story-source.ts';
import { listLinkedArticles } from './articles.ts';
import { allBy } from './rows.ts';
import { findStory } from './stories/stories.ts';

/** Articles of a story that are known to be no related articles, and of which copies are taken: the first. */
const STORY_ARTICLES = 500;

/** @see Archive.getSurroundings */
export async function getSurroundings(
  index: Snapshot,
  url: string,
  limits: { copies: number; related: number },
): Promise<Surroundings> {
  index.note(addressMark(url));
  const article = await index.get('SELECT id, title, code, category, source_name FROM articles WHERE url = ?', url);
  if (!article) return { copies: [], related: [] };
  const id = Number(article.id);
  for (const mark of [articleMark(id), copiesMark(id), RELATED_MARK]) index.note(mark);
  if (article.code !== null) index.note(codeMark(String(article.code)));
  const twins = article.code === null ? [] : await listTwins(index, String(article.code));
  const same = await listSame(index, id);
  const title = String(article.title);
  const exclude = [...twins, ...same.map((other) => other.id)];
  const related = await findRelated(index, id, { title, limit: limits.related, exclude });
  const shown = same.filter((other) => other.isShown && other.id !== id && !twins.includes(other.id));
  const own = sourceOf(article.category as string | null, article.source_name as string | null);
  const copies = (
    await listLinkedArticles(
      index,
      shown.map((other) => other.id),
    )
  ).filter(({ category, sourceName }) => sourceOf(category?.name ?? null, sourceName ?? null) !== own);
  const story = same.length > 0 ? await findStory(index, id) : undefined;
  return {
    ...(story && { story }),
    copies: copies.sort((a, b) => b.publishedAt - a.publishedAt).slice(0, limits.copies),
    related: await listLinkedArticles(index, related),
  };
}

/** Articles that tell the same story as an article, with the twins of all: of a story of very many the first. */
async function listSame(index: Snapshot, id: number): Promise<{ id: number; isShown: boolean }[]> {
  const rows = await index.all(
    `SELECT o.article, o.place FROM story_articles s JOIN story_articles o ON o.story = s.story AND o.place <= ?
     WHERE s.article = ?`,
    STORY_ARTICLES,
    id,
  );
  return rows.map(({ article, place }) => ({ id: Number(article), isShown: Number(place) > 0 }));
}

async function findRelated(
  index: Snapshot,
  id: number,
  request: { title: string; limit: number; exclude: readonly number[] },
): Promise<number[]> {
  const found = await index.askSearch((search) => search.listRelatedCandidates(id, request));
  for (const article of found) index.note(articleMark(article));
  const candidates = (await allBy(index, 'id', 'SELECT id, title FROM articles WHERE id', found)).map((row) => ({
    article: Number(row.id),
    title: String(row.title),
  }));
  return SearchIndex.chooseRelated(request.title, candidates, request.limit);
}

/** The articles of one code: an article and its twin. */
async function listTwins(index: Snapshot, code: string): Promise<number[]> {
  return (await index.all('SELECT id FROM articles WHERE code = ?', code)).map(({ id }) => Number(id));
}
