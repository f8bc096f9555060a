import { addressMark, articleMark, codeMark, copiesMark, RELATED_MARK } from '../../marks.ts';
import type { Surroundings } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { getLinkedArticle } from './articles.ts';

/** @see Archive.getSurroundings */
export function getSurroundings(
  index: Connection,
  url: string,
  limits: { copies: number; related: number },
): Surroundings {
  index.note(addressMark(url));
  const article = index.sql('SELECT id, code, category FROM articles WHERE url = ?').get(url);
  if (!article) return { copies: [], related: [] };
  const id = Number(article.id);
  for (const mark of [articleMark(id), copiesMark(id), RELATED_MARK]) index.note(mark);
  if (article.code !== null) index.note(codeMark(String(article.code)));
  const twins = article.code === null ? [] : listTwins(index, String(article.code));
  const same = index.search().findCopies(id, (other) => {
    index.note(articleMark(other));
    return String(index.sql('SELECT text FROM bodies WHERE id = ?').get(other)?.text ?? '');
  });
  const related = index.search().findRelated(id, {
    limit: limits.related,
    exclude: [...twins, ...same],
    readTitle: (other) => {
      index.note(articleMark(other));
      return String(index.sql('SELECT title FROM articles WHERE id = ?').get(other)?.title ?? '');
    },
  });
  const copies = same
    .filter((other) => !twins.includes(other))
    .flatMap((other) => getLinkedArticle(index, other) ?? [])
    .filter(({ category }) => category?.name !== article.category);
  return {
    copies: copies.sort((a, b) => b.publishedAt - a.publishedAt).slice(0, limits.copies),
    related: related.flatMap((other) => getLinkedArticle(index, other) ?? []),
  };
}

/** The articles of one code: an article and its twin. */
function listTwins(index: Connection, code: string): number[] {
  return index
    .sql('SELECT id FROM articles WHERE code = ?')
    .all(code)
    .map(({ id }) => Number(id));
}
