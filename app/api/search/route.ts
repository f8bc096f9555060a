import { pathHref, type SearchAddress } from '../../../lib/addresses.ts';
import { getArchive, type SearchHit } from '../../../lib/archive/index.ts';
import { toZonedIso } from '../../../lib/calendar.ts';
import { fieldsOf, orderOf, parseSearch } from '../../../lib/pages/index.ts';
import { isCursor, parseQuery, QUERY_LIMITS, type QueryProblem } from '../../../lib/search/index.ts';
import { answerError, answerJson } from '../answer.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../limits.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const parameters = new URL(request.url).searchParams;
  const sort = parameters.get('sort') ?? 'relevance';
  const limitText = parameters.get('limit') ?? String(DEFAULT_LIMIT);
  const cursor = parameters.get('cursor') ?? undefined;
  if (sort !== 'relevance' && sort !== 'date') return answerError('sort', `sort=${sort}: expected relevance or date`);
  const limit = /^\d{1,3}$/.test(limitText) ? Number(limitText) : 0;
  if (limit < 1 || limit > MAX_LIMIT) return answerError('limit', `limit=${limitText}: expected 1 to ${MAX_LIMIT}`);
  if (cursor !== undefined && !isCursor(cursor)) {
    return answerError('cursor', `cursor=${cursor}: expected the “next” of an earlier answer to the same query`);
  }
  const search: SearchAddress = parseSearch(parameters);
  const { q, ...filters } = fieldsOf(search);
  const query = parseQuery(q, filters);
  if (!query) return answerError('empty', 'q: expected something to look for, or a filter');
  if ('reason' in query) return answerError(query.reason, explain(query));
  const archive = getArchive();
  const [site, results] = await Promise.all([
    archive.getSite(),
    archive.search(query, { order: orderOf(search), limit, ...(cursor !== undefined && { cursor }) }),
  ]);
  return answerJson({
    total: results.total,
    articles: results.hits.map((hit) => ({
      url: site.url + pathHref(hit.url),
      title: hit.title,
      date: hit.publishedAt === undefined ? null : toZonedIso(hit.publishedAt, site.timezone),
      category: hit.category?.name ?? null,
      tags: hit.tags,
      extract: extractOf(hit),
    })),
    next: results.next ?? null,
  });
}

function extractOf({ extracts, extract }: SearchHit): string {
  if (extracts.length === 0) return extract;
  return extracts.map((pieces) => pieces.map(({ text }) => text).join('')).join(' … ');
}

function explain({ reason, found }: QueryProblem): string {
  switch (reason) {
    case 'too-long':
      return `the query begins with “${found}” and has over ${QUERY_LIMITS.characters} characters: shorten it`;
    case 'too-many-terms':
      return `the query has over ${QUERY_LIMITS.terms} terms: leave some out`;
    case 'no-date':
      return `${found}: expected a year, a month or a day, such as 2022, 2022-03 or 2022-03-01`;
    default:
      return reason satisfies never;
  }
}
