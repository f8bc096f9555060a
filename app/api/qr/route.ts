import encodeQr from 'qr';
import { pathHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { notFound } from '../../not-found-text.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** A code is of an address alone, and that does not change. */
const CACHE_CONTROL = 'public, max-age=86400';

/** The QR code (ISO/IEC 18004) of an article's address. Only for articles: nobody else's addresses under this name. */
export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  const url = new URL(request.url).searchParams.get('path') ?? '';
  if (!(await archive.hasArticle(url))) return notFound();
  const { url: origin } = await archive.getSite();
  const svg = encodeQr(origin + pathHref(url), 'svg', { ecc: 'medium', border: 4 });
  // Readers' telephones want it dark on light, whatever the page is.
  return new Response(svg.replace('>', '><path fill="#fff" d="M0 0h999v999H0z"/>'), {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': CACHE_CONTROL },
  });
}
