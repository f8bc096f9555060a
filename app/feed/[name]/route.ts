import { fieldsOf, parseSearch } from '../../../lib/pages/index.ts';
import { answerNamedFeed } from '../../_lib/feed-answer.ts';

/** A category's feed, or that of a search: `search` with a query. */
export async function GET(request: Request, { params }: RouteContext<'/feed/[name]'>): Promise<Response> {
  const search = fieldsOf(parseSearch(new URL(request.url).searchParams));
  const isAsked = Object.values(search).some((value) => value !== '');
  return answerNamedFeed(request, (await params).name, (name) =>
    name === 'search' && isAsked ? { kind: 'search', search } : { kind: 'category', name },
  );
}
