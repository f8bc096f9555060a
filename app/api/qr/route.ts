import encodeQr from 'qr';
import { fitsQrCode, pathHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { notFound } from '../../_lib/not-found-text.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** A code depends on its address alone, which does not change. */
const CACHE_CONTROL = 'public, max-age=86400';

/**
 * The QR code (ISO/IEC 18004) of an article's address; 404 for an address that is too long for one. Addresses that exist alone have
 * codes, so that nobody can make this portal show a code for another site.
 */
export async function GET(request: Request): Promise<Response> {
  const archive = getArchive();
  const url = new URL(request.url).searchParams.get('path') ?? '';
  if (!(await archive.hasAddress(url))) return notFound();
  const address = (await archive.getSite()).url + pathHref(url);
  if (!fitsQrCode(address)) return notFound();
  const svg = encodeQr(address, 'svg', { ecc: 'medium', border: 4 });
  // Cameras need dark modules on a light ground, whatever the colours of the page are.
  return new Response(svg.replace('>', '><path fill="#fff" d="M0 0h999v999H0z"/>'), {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': CACHE_CONTROL },
  });
}
