import { getArchive } from '../../lib/archive/index.ts';

/** The index can be read. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    await getArchive().getVersion();
    return new Response('ok\n', { headers });
  } catch (error) {
    console.error(error);
    return new Response('the index cannot be read\n', { status: 503, headers });
  }
}
