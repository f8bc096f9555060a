import { categoryHref, feedHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { toZonedIso } from '../../../lib/calendar.ts';
import { answerJson } from '../answer.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** Every category: the sources of the archive. */
export async function GET(): Promise<Response> {
  const archive = getArchive();
  const { url, timezone } = await archive.getSite();
  return answerJson({
    categories: (await archive.listCategories()).map(({ name, title, count, newestAt }) => ({
      name,
      title,
      count,
      newest: newestAt === undefined ? null : toZonedIso(newestAt, timezone),
      url: url + categoryHref(name),
      feed: url + feedHref({ kind: 'category', name }),
    })),
  });
}
