import { parseListingName } from '../../../components/listing/listing-name.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { answerConditionally } from '../../../lib/feeds/index.ts';
import { answerError } from '../answer.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const key = parseListingName(searchParams.get('listing') ?? '');
  if (!key)
    return answerError(
      'no-listing',
      'listing: expected latest, category:<name>, tag:<name>, stock:<identity>, period:<period> or mix:<name>+<name>',
    );
  const after = searchParams.get('after') ?? '';
  if (!/^\d{1,15}$/.test(after)) return answerError('no-number', 'after: expected a whole number');
  const archive = getArchive();
  return answerConditionally(request, {
    body: JSON.stringify({ count: await archive.countArrivals(key, Number(after)) }),
    contentType: 'application/json',
    changedAt: await archive.getChangedAt(),
  });
}
