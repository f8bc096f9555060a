import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ArchiveError, getArchive } from '../../../lib/archive/index.ts';
import { openContentFile, openCopy, replyWith } from '../../../lib/content-files/index.ts';
import { isWithdrawn, readServedFile } from '../../../lib/pages/index.ts';

/**
 * The file of the content folder at an address, for servers without a front.
 * @param path canonical
 * @returns `undefined` where something else answers; where the index cannot be read, it meets the same failure
 */
export async function respondWithFile(request: Request, path: string): Promise<Response | undefined> {
  const found = await find(path);
  const file = found && (await open(found.file.path));
  if (!file) return undefined;
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  const { status, headers, part } = replyWith(
    { method: request.method, header },
    file,
    request.url.endsWith(`?v=${found.file.version}`),
  );
  if (part) return new Response(toStream(Readable.toWeb(file.handle.createReadStream(part))), { status, headers });
  await file.handle.close();
  return new Response(null, { status, headers });
}

const find = (path: string): ReturnType<typeof readServedFile> =>
  unlessUnreadable(() => readServedFile(getArchive(), path));

/** Whether the page of an address is that of a withdrawn article. @param path canonical */
export const leadsToWithdrawn = async (path: string): Promise<boolean> =>
  (await unlessUnreadable(() => isWithdrawn(getArchive(), path))) === true;

/** What is read of the archive; `undefined` where it cannot be read: the page meets the same failure. */
export async function unlessUnreadable<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ArchiveError) return undefined;
    throw error;
  }
}

/**
 * Folder with the index and the copies of files where these travel with the application: `next.config.ts` writes it here when it is
 * built. Next's tracer takes along what the folder holds because it is named in this form.
 */
const BUNDLE = process.env.FINEWS_BUNDLE_DIR ? join(process.cwd(), process.env.FINEWS_BUNDLE_DIR) : undefined;

const open = (path: string): ReturnType<typeof openContentFile> =>
  BUNDLE === undefined
    ? openContentFile(process.env.CONTENT_DIR || 'content', path)
    : openCopy(join(/* turbopackIgnore: true */ BUNDLE, 'files'), path);

/** Node's own type of the same streams. */
const toStream = (stream: unknown): ReadableStream => stream as ReadableStream;
