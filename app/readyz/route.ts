import { ArchiveError, getArchive } from '../../lib/archive/index.ts';
import { log } from '../../lib/log.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** Why the index cannot be read. Said once, however often this is asked for. */
let trouble: string | undefined;

/** 200 if the index can be read, else 503. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    await getArchive().getState();
    trouble = undefined;
    return new Response('ok\n', { headers });
  } catch (error) {
    const reason = error instanceof ArchiveError ? error.message : String(error);
    if (reason !== trouble)
      log({ level: 'error', event: 'index-unreadable', message: 'the index cannot be read:', error });
    trouble = reason;
    return new Response('the index cannot be read\n', { status: 503, headers });
  }
}
