import { headers } from 'next/headers';
import { cache } from 'react';
import { getArchive } from '../../lib/archive/index.ts';
import { PATH_HEADER, QUERY_HEADER } from '../../lib/front/headers.ts';
import { type PageRequest, readFrame, readNotFound, readPage } from '../../lib/pages/index.ts';

/** Canonical path and query of the request, as `proxy.ts` sets them; the query has its question mark, or is empty. */
export async function readAddress(): Promise<{ path: string; query: string }> {
  const list = await headers();
  return { path: list.get(PATH_HEADER) ?? '/', query: list.get(QUERY_HEADER) ?? '' };
}

const readRequest = cache(async (): Promise<PageRequest> => ({ ...(await readAddress()), now: Date.now() / 1000 }));

/** What the address shows. */
export const readRequestedPage = cache(async () => readPage(getArchive(), await readRequest()));

/** The page of 404. */
export const readRequestedNotFound = cache(async () => readNotFound(getArchive()));

/** What stands around every page, that of 404 included. */
export const readRequestedFrame = cache(async () => readFrame(getArchive(), await readRequest()));
