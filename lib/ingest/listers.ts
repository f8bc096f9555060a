import { createHash } from 'node:crypto';
import type { ArchiveWriter } from '../archive/open-store.ts';
import { NEWEST_POSTS, type SiteListings } from '../content/index.ts';
import type { Outcomes } from './outcomes.ts';

/** Name of the note by which the archive remembers which posts were the newest, and in which version. */
const NEWEST = 'newest';

/** Files to be read again, and what the site lists. */
interface DueListers {
  paths: string[];
  listings: SiteListings;
}

/**
 * Files that list others: those that were read in this update, when the lists were not known yet, and those whose list has changed
 * with it. The cost does not depend on the archive; it is one query where no file lists others.
 * @returns `undefined` where there is nothing to read
 */
export async function findListers(
  writer: ArchiveWriter,
  { listers, havePagesChanged }: Outcomes,
): Promise<DueListers | undefined> {
  const ofPosts = await writer.listFilesUsing(['site:posts']);
  const ofPages = havePagesChanged ? await writer.listFilesUsing(['site:pages']) : [];
  if (ofPosts.length === 0 && ofPages.length === 0 && listers.size === 0) return undefined;
  const posts = await writer.listNewest(NEWEST_POSTS);
  const version = await versionOf(writer, posts);
  const isOther = version !== (await writer.getNote(NEWEST));
  if (isOther) await writer.setNote(NEWEST, version);
  const paths = new Set([...(isOther ? ofPosts : []), ...ofPages, ...listers]);
  return paths.size === 0
    ? undefined
    : { paths: [...paths].sort((a, b) => (a < b ? -1 : 1)), listings: { posts, pages: await writer.listPages() } };
}

/** Equal for the same files with the same bytes in the same order. */
async function versionOf(writer: ArchiveWriter, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0${(await writer.getFile(path))?.digest}\0`);
  return hash.digest('base64');
}
