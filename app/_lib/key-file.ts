import { ArchiveError, getArchive } from '../../lib/archive/index.ts';

/**
 * The key file of IndexNow, which proves that who pushes owns the site.
 * @param path canonical
 * @returns `undefined` where the path is none of a key file
 */
export async function answerKeyFile(path: string): Promise<Response | undefined> {
  const key = /^\/([A-Za-z0-9-]{8,128})\.txt$/.exec(path)?.[1];
  if (key === undefined || key !== (await readKey())) return undefined;
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=0, s-maxage=1' };
  return new Response(key, { headers });
}

/** Where the archive cannot be read, who answers in its place meets the same failure. */
async function readKey(): Promise<string | undefined> {
  try {
    return (await getArchive().getSite()).indexNowKey;
  } catch (error) {
    if (error instanceof ArchiveError) return undefined;
    throw error;
  }
}
