import { createHash } from 'node:crypto';
import type { Site } from '../site.ts';

/** Raised whenever `lib/content` makes something else of the same file: every file is then read anew. */
export const PIPELINE_VERSION = 15;

/** The settings that decide what the same files become. */
const DECIDING = [
  'permalink',
  'pageSuffix',
  'drafts',
  'future',
  'unpublished',
  'defaults',
  'naiveDates',
  'timezone',
  'aliases',
  'url',
  'basePath',
  'markdownExtensions',
  'jekyll',
] as const satisfies readonly (keyof Site)[];

/** Digest of everything that decides what the same files become. */
export function fingerprintOf(site: Site): string {
  const settings = DECIDING.map((name) => [name, site[name]]);
  return createHash('sha256')
    .update(JSON.stringify([PIPELINE_VERSION, settings], (_, value) => (value instanceof Map ? [...value] : value)))
    .digest('hex');
}
