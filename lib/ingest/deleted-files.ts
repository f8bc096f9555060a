import type { ArchiveWriter } from '../archive/open-store.ts';
import { MAX_POST_BYTES, type Problem, readIdentity } from '../content/index.ts';
import type { ContentFolder } from './folder/content-folder.ts';
import type { FoundFiles } from './folder/found-files.ts';
import { type Deletion, type History, readBlobs } from './folder/git-history.ts';
import type { ReadContext } from './read-files.ts';

/**
 * Remembers the addresses of posts and pages that the history of the content folder has and the folder has no more: what an archive
 * that is made from nothing cannot know by itself.
 * @returns what is wrong with the history
 */
export async function rememberDeleted(
  writer: ArchiveWriter,
  folder: ContentFolder,
  found: FoundFiles,
  { settings, now }: ReadContext,
  { deletions, refusal }: History,
): Promise<Problem[]> {
  if (refusal !== undefined) return [unreadableHistory(refusal)];
  const gone = deletions.filter(({ path }) => !found.get(path));
  const kinds = folder.listKinds(gone.map(({ path }) => path));
  const byBlob = Map.groupBy(
    gone.filter(({ path }) => kinds.has(path)),
    ({ blob }) => blob,
  );
  const remember = async ({ path, deletedAt }: Deletion, bytes: Uint8Array): Promise<void> => {
    const was = readIdentity(kinds.get(path) ?? 'page', path, bytes, settings, now);
    if (!was) return;
    const { withdrawnAt = deletedAt, ...rest } = was;
    await writer.putWithdrawal({ ...rest, withdrawnAt, isDeleted: was.reason === undefined });
  };
  for await (const { blob, bytes } of readBlobs(folder.root, [...byBlob.keys()], MAX_POST_BYTES)) {
    for (const deletion of byBlob.get(blob) ?? []) await remember(deletion, bytes);
  }
  return [];
}

const unreadableHistory = (reason: string): Problem => ({
  path: '.git',
  line: 1,
  severity: 'warning',
  message: `git does not read the history (${reason}); addresses of files that were deleted before this run are unknown`,
});
