import { createHash } from 'node:crypto';
import type { Site } from '../../site.ts';
import { INDEX_FORMAT } from './schema.ts';

/** Everything that decides what the same files become. An index made with other settings is made anew. */
export function settingsDigest(site: Site): string {
  const { permalink, future, unpublished, defaults, naiveDates, timezone, aliases, url } = site;
  const settings = {
    format: INDEX_FORMAT,
    permalink,
    future,
    unpublished,
    defaults,
    naiveDates,
    timezone,
    aliases,
    url,
  };
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}
