import { getArchive } from '../../lib/archive/index.ts';
import { log } from '../../lib/log.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** 200 if the index can be read, else 503. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    await getArchive().getState();
    return new Response('ok\n', { headers });
  } catch (error) {
    log({ level: 'error', event: 'index-unreadable', message: 'the index cannot be read:', error });
    return new Response('the index cannot be read\n', { status: 503, headers });
  }
}
