import { normalizePath } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import { withoutBase } from '../../lib/base-path.ts';
import { PAGE_CACHE_CONTROL, PICTURE_HEADER } from '../../lib/front/headers.ts';
import { readPicture } from '../../lib/pages/index.ts';
import { notFound } from './not-found-text.ts';

/** Leads from the address of a made picture to what stands for it, and tells the front which picture it is to make. */
export async function answerPicture(request: Request): Promise<Response> {
  // Next says the address as it was asked for.
  const asked = normalizePath(new URL(request.url).pathname) ?? '';
  const picture = await readPicture(getArchive(), withoutBase(asked) ?? asked);
  if (!picture) return notFound();
  const headers = new Headers({ 'Cache-Control': PAGE_CACHE_CONTROL });
  if (picture.kind === 'picture') {
    headers.set('Location', picture.fallback);
    headers.set(PICTURE_HEADER, encodeURIComponent(JSON.stringify(picture.order)));
  } else {
    headers.set('Location', picture.location);
  }
  return new Response(null, { status: 307, headers });
}

/** The same where there is no front: readers are led to what stands for the picture. */
export async function leadToFallback(request: Request): Promise<Response> {
  const response = await answerPicture(request);
  response.headers.delete(PICTURE_HEADER);
  return response;
}
