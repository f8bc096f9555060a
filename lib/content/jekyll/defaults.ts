import { matchesGlob } from 'node:path';
import type { YamlValue } from '../front-matter/yaml.ts';
import type { FieldDefaults } from '../settings.ts';

/**
 * Front matter that `defaults` of `_config.yml` give to a file. Of several values for a field the last one counts.
 * @param type `posts`, `pages` or the label of a collection
 */
export function defaultsFor(
  path: string,
  type: string,
  defaults: readonly FieldDefaults[],
): ReadonlyMap<string, YamlValue> {
  const values = new Map<string, YamlValue>();
  for (const scope of defaults) {
    if (!isWithin(path, scope.path) || (scope.type !== '' && scope.type !== type)) continue;
    for (const [field, value] of scope.values) values.set(field, value);
  }
  return values;
}

/** Jekyll compares the beginnings of paths: `posts/a` is also meant for `posts/ab`. A glob may match a file or a folder above it. */
function isWithin(path: string, scope: string): boolean {
  if (!scope.includes('*')) return path.startsWith(scope);
  const names = path.split('/');
  return names.some((_, index) => matchesGlob(names.slice(0, index + 1).join('/'), scope));
}
