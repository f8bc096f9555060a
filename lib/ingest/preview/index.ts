/** Shows posts to colleagues before they are published, at signed addresses that end. Reads the file itself: no index has it. */
import type { Article, Problem } from '../../content/index.ts';
import { readSite } from '../../site.ts';
import { readPreviewAddress } from './preview-address.ts';
import { readDraft } from './read-draft.ts';

export { pathInContent } from '../folder/content-folder.ts';
export { previewHref } from './preview-address.ts';
export { readDraft } from './read-draft.ts';

/** A post to be shown to who has its address, or what is wrong with its file. */
export type Preview =
  | {
      article: Article;
      /** When the address ends, in seconds since 1970. */
      expiresAt: number;
    }
  | { problem: Problem };

/**
 * What an address below `PREVIEW_FOLDER` shows.
 * @param path canonical
 * @param query with its question mark, or empty
 * @param now seconds since 1970
 * @returns `undefined` where PREVIEW_SECRET is not set, the address was changed or has ended, or the file is gone
 * @throws {SiteError} for a wrong setting
 */
export function readPreview(
  environment: Readonly<Record<string, string | undefined>>,
  { path, query, now }: { path: string; query: string; now: number },
): Preview | undefined {
  const site = readSite(environment);
  const { previewSecret } = site;
  const grant = previewSecret === undefined ? undefined : readPreviewAddress(previewSecret, path, query, now);
  const reading = grant && readDraft(site, grant.path, now);
  return reading && 'article' in reading ? { ...reading, expiresAt: grant?.expiresAt ?? now } : reading;
}
