import { isDeepStrictEqual } from 'node:util';
import type { Site } from '../../lib/site.ts';

/** Keys of `_config.yml`, where these are called otherwise in `Site`. */
const KEYS: Partial<Record<keyof Site, string>> = {
  jekyll: 'what Jekyll alone reads',
  markdownExtensions: 'markdown_ext',
  naiveDates: 'naive_dates',
  pageSuffix: 'permalink',
};

/** Keys of `_config.yml` whose settings differ, in alphabetical order. */
export function listChangedSettings(old: Site, site: Site): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(site)]) as Set<keyof Site>;
  const changed = [...names].filter((name) => !isDeepStrictEqual(old[name], site[name]));
  return [...new Set(changed.map((name) => KEYS[name] ?? name))].sort((a, b) => (a < b ? -1 : 1));
}
