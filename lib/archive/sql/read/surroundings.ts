import { SearchIndex } from '../../../search/index.ts';
import { addressMark, articleMark, codeMark, copiesMark, RELATED_MARK } from '../../marks.ts';
import type { Surroundings } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { listLinkedArticles } from './articles.ts';
import { allBy } from './rows.ts';

/** @see Archive.getSurroundings */
export async function getSurroundings(
  index: Snapshot,
  url: string,
  limits: { copies: number; related: number },
): Promise<Surroundings> {
  index.note(addressMark(url));
  const article = await index.get('SELECT id, title, code, category FROM articles WHERE url = ?', url);
  if (!article) return { copies: [], related: [] };
  const id = Number(article.id);
  for (const mark of [articleMark(id), copiesMark(id), RELATED_MARK]) index.note(mark);
  if (article.code !== null) index.note(codeMark(String(article.code)));
  const twins = article.code === null ? [] : await listTwins(index, String(article.code));
  const same = await findCopies(index, id);
  const title = String(article.title);
  const related = await findRelated(index, id, { title, limit: limits.related, exclude: [...twins, ...same] });
  const copies = (
    await listLinkedArticles(
      index,
      same.filter((other) => !twins.includes(other)),
    )
  ).filter(({ category }) => category?.name !== article.category);
  return {
    copies: copies.sort((a, b) => b.publishedAt - a.publishedAt).slice(0, limits.copies),
    related: await listLinkedArticles(index, related),
  };
}

/** Articles with nearly the text of an article, the most alike first. */
async function findCopies(index: Snapshot, id: number): Promise<number[]> {
  const candidates = await index.askSearch((search) => search.listCopyCandidates(id));
  // Most articles have none, and their own text need not be read.
  if (candidates.length === 0) return [];
  for (const article of [id, ...candidates]) index.note(articleMark(article));
  const [own, ...others] = await allBy(index, 'id', 'SELECT id, text FROM bodies WHERE id', [id, ...candidates]);
  return SearchIndex.chooseCopies(
    String(own?.text),
    others.map((other) => ({ article: Number(other.id), text: String(other.text) })),
  );
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
