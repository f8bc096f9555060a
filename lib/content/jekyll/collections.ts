import { flagOf, textOf } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';

/** A collection that `_config.yml` names, beside that of the posts. */
export interface Collection {
  label: string;
  /** Its folder, relative to the content folder: `_handbook`. */
  folder: string;
  /** True where `output: true` says that its documents and files are published. */
  isPublished: boolean;
  /** Template for the addresses of its documents and files. */
  permalink: string;
}

/** Collections of a Jekyll site (`Jekyll::Collection` of 4.3). What is no list or mapping names none. */
export function readCollections(config: ReadonlyMap<YamlValue, YamlValue>): Collection[] {
  const named = config.get('collections');
  const entries: [YamlValue, YamlValue][] = Array.isArray(named)
    ? named.map((label: YamlValue) => [label, null])
    : named instanceof Map
      ? [...named]
      : [];
  const parent = textOf(config.get('collections_dir'))?.replace(/^(?:\.?\/)+|\/+$/g, '') ?? '';
  const suffix = readPageSuffix(config);
  return entries.flatMap(([key, settings]) => {
    const label = (textOf(key) ?? '').replace(/[^\w.-]/g, '');
    if (label === '' || label === 'posts') return [];
    const values = settings instanceof Map ? settings : new Map<YamlValue, YamlValue>();
    return [
      {
        label,
        folder: parent === '' ? `_${label}` : `${parent}/_${label}`,
        isPublished: flagOf(values.get('output')) === true,
        permalink: textOf(values.get('permalink')) ?? `/:collection/:path${suffix}`,
      },
    ];
  });
}

/** What the permalink of the whole site means for the addresses of pages and collections (`Utils.add_permalink_suffix`). */
export function readPageSuffix(config: ReadonlyMap<YamlValue, YamlValue>): string {
  const permalink = textOf(config.get('permalink')) ?? 'date';
  if (permalink === 'pretty' || permalink.endsWith('/')) return '/';
  return ['date', 'ordinal', 'none'].includes(permalink) || permalink.endsWith(':output_ext') ? ':output_ext' : '';
}
