import { createHash } from 'node:crypto';
import type { Site } from '../site.ts';

/** Raised whenever `lib/content` makes something else of the same file: every file is then read anew. */
export const PIPELINE_VERSION = 9;

/** Digest of everything that decides what the same files become. */
export function fingerprintOf(site: Site): string {
  const {
    permalink,
    pageSuffix,
    drafts,
    future,
    unpublished,
    defaults,
    naiveDates,
    timezone,
    aliases,
    url,
    markdownExtensions,
    jekyll,
  } = site;
  const settings = {
    permalink,
    pageSuffix,
    drafts,
    future,
    unpublished,
    defaults,
    naiveDates,
    timezone,
    aliases,
    url,
    markdownExtensions,
    jekyll,
  };
  return createHash('sha256')
    .update(JSON.stringify([PIPELINE_VERSION, settings], (_, value) => (value instanceof Map ? [...value] : value)))
    .digest('hex');
}
