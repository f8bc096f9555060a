import { feedHref } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally, FEED_LENGTH, renderAtomFeed } from '../../lib/feeds/index.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  const site = await archive.getSite();
  const articles = (await archive.listFeedArticles({ kind: 'latest' }, FEED_LENGTH)) ?? [];
  return answerConditionally(request, {
    body: renderAtomFeed({ site, title: site.title, selfHref: feedHref(), alternateHref: '/', articles }),
    contentType: 'application/atom+xml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
