import type { SQLInputValue } from 'node:sqlite';
import { foldText, isSameHeadline, listShingles, measureSimilarity, toHeadline } from '../../../search/index.ts';
import type { LinkedArticle, Surroundings } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { getLinkedArticle } from './articles.ts';

/** Two texts tell the same story where they share at least this part of their shingles. */
const LEAST_SIMILARITY = 0.6;

/** @see Archive.getSurroundings */
export function getSurroundings(
  index: Connection,
  url: string,
  limits: { copies: number; related: number },
): Surroundings {
  const article = index.sql('SELECT id, title, code, category FROM articles WHERE url = ?').get(url);
  const id = Number(article?.id);
  const neighbourhood = article && index.search().findNeighbourhood(id);
  if (!article || !neighbourhood) return { copies: [], related: [] };
  const twins = article.code ? listIds(index, 'SELECT id FROM articles WHERE code = ?', article.code) : [];
  const same = keepSameStory(index, id, neighbourhood.findAlike());
  const title = String(article.title);
  const candidates = neighbourhood.findRelated(foldText(title), [id, ...twins, ...same], 3 * limits.related);
  const copies = same
    .filter((other) => !twins.includes(other))
    .flatMap((other) => getLinkedArticle(index, other) ?? [])
    .filter(({ category }) => category?.name !== article.category);
  return {
    copies: copies.sort((a, b) => b.publishedAt - a.publishedAt).slice(0, limits.copies),
    related: keepDistinct(index, title, candidates, limits.related),
  };
}

/** Those of the articles whose texts are nearly that of one. */
function keepSameStory(index: Connection, article: number, others: readonly number[]): number[] {
  // Most articles have no candidates, and their own text need not be read.
  if (others.length === 0) return [];
  const shinglesOf = (id: number): ReadonlySet<number> =>
    listShingles(foldText(String(index.sql('SELECT text FROM bodies WHERE id = ?').get(id)?.text ?? '')));
  const own = shinglesOf(article);
  return others.filter((other) => measureSimilarity(own, shinglesOf(other)) >= LEAST_SIMILARITY);
}

/** The first articles whose headlines differ from the given one and from each other. */
function keepDistinct(index: Connection, title: string, candidates: readonly number[], limit: number): LinkedArticle[] {
  const headlines = [toHeadline(title)];
  const distinct: LinkedArticle[] = [];
  for (const id of candidates) {
    if (distinct.length === limit) break;
    const linked = getLinkedArticle(index, id);
    if (!linked) continue;
    const headline = toHeadline(linked.title);
    if (headlines.some((known) => isSameHeadline(known, headline))) continue;
    headlines.push(headline);
    distinct.push(linked);
  }
  return distinct;
}

function listIds(index: Connection, sql: string, value: SQLInputValue): number[] {
  return index
    .sql(sql)
    .all(value)
    .map((row) => Number(row.id));
}
