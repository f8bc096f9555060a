import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally } from '../../lib/feeds/index.ts';
import { renderLlms } from '../../lib/markdown/index.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  return answerConditionally(request, {
    body: renderLlms(await archive.getSite(), await archive.listNavigation()),
    contentType: 'text/plain; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
