import type { Article, Problem } from '../../content/index.ts';
import { readPreviewAddress } from './preview-address.ts';

/** A post to be shown to who has its address, or what is wrong with its file. */
export type Preview =
  | {
      article: Article;
      /** When the address ends, in seconds since 1970. */
      expiresAt: number;
    }
  | { problem: Problem };

/**
 * What an address below `PREVIEW_FOLDER` shows. The pipeline of content is loaded for the first address with a good signature: who
 * has none can make a process neither wait nor grow.
 * @param path canonical
 * @param query with its question mark, or empty
 * @param now seconds since 1970
 * @returns `undefined` where PREVIEW_SECRET is not set, the address was changed or has ended, or the file is gone
 * @throws {SiteError} for a wrong setting
 */
export async function readPreview(
  environment: Readonly<Record<string, string | undefined>>,
  { path, query, now }: { path: string; query: string; now: number },
): Promise<Preview | undefined> {
  const { PREVIEW_SECRET: secret } = environment;
  const grant = secret ? readPreviewAddress(secret, path, query, now) : undefined;
  if (!grant) return undefined;
  const [{ readSite }, { readDraft }] = await Promise.all([import('../../site.ts'), import('./read-draft.ts')]);
  const reading = readDraft(readSite(environment), grant.path, now);
  return reading && 'article' in reading ? { ...reading, expiresAt: grant.expiresAt } : reading;
}
