import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally, renderOpenSearch } from '../../lib/feeds/index.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  return answerConditionally(request, {
    body: renderOpenSearch(await archive.getSite()),
    contentType: 'application/opensearchdescription+xml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
