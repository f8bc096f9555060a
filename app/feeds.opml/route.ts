import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally, renderOpml } from '../../lib/feeds/index.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  return answerConditionally(request, {
    body: renderOpml(await archive.getSite(), await archive.listCategories(), true),
    contentType: 'text/x-opml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
