import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally, renderSitemapIndex } from '../../lib/feeds/index.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  const parts = await archive.listSitemapParts();
  return answerConditionally(request, {
    body: await renderSitemapIndex(await archive.getSite(), parts),
    contentType: 'application/xml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
