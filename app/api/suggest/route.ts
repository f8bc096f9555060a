import { categoryHref, tagHref } from '../../../lib/addresses.ts';
import { getArchive, type Suggestion } from '../../../lib/archive/index.ts';
import { QUERY_LIMITS } from '../../../lib/search/index.ts';
import { stockHref } from '../../../lib/stocks/index.ts';
import { answerError, answerJson } from '../answer.ts';
import { SUGGESTION_LIMIT } from '../limits.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

const HREFS: Readonly<Record<Suggestion['kind'], (name: string) => string>> = {
  category: categoryHref,
  tag: tagHref,
  stock: stockHref,
};

export async function GET(request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get('q') ?? '';
  if (text.length > QUERY_LIMITS.characters)
    return answerError('too-long', `q: expected at most ${QUERY_LIMITS.characters} characters`);
  const suggestions = await getArchive().suggest(text, SUGGESTION_LIMIT);
  return answerJson({
    suggestions: suggestions.map(({ kind, name, title, count }) => ({
      kind,
      name,
      title,
      href: HREFS[kind](name),
      count,
    })),
  });
}
