import { answerFeed } from '../_lib/feed-answer.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerFeed(request, { kind: 'stories' }, 'rss');
}
