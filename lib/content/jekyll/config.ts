import { textOf, toPlainValue } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';
import { parseCommonMarkOptions } from '../markdown/commonmark.ts';
import { parseKramdownOptions } from '../markdown/kramdown/index.ts';
import type { JekyllSettings } from '../settings.ts';

/**
 * Keys of `_config.yml` that are Jekyll's alone. One of them makes a content folder a Jekyll site. Keys that the portal has as
 * well (`title`, `url`, `permalink`, `defaults`, …) tell nothing: a plain archive may have them.
 */
const JEKYLL_KEYS = [
  'baseurl',
  'collections',
  'excerpt_separator',
  'gems',
  'highlighter',
  'include',
  'kramdown',
  'liquid',
  'markdown',
  'markdown_ext',
  'paginate',
  'plugins',
  'remote_theme',
  'sass',
  'theme',
];

/** Whether a content folder with this `_config.yml` is a Jekyll site. */
export const isJekyllConfig = (config: ReadonlyMap<YamlValue, YamlValue>): boolean =>
  JEKYLL_KEYS.some((key) => config.has(key));

/**
 * How the texts of a content folder with this `_config.yml` are read; `undefined` for a plain archive.
 * @param text of the file
 * @param url origin of the portal
 */
export function readJekyllSettings(
  config: ReadonlyMap<YamlValue, YamlValue>,
  text: string,
  url: string,
): JekyllSettings | undefined {
  if (!isJekyllConfig(config)) return undefined;
  const engine = toPlainValue(config.get('markdown'));
  const isKramdown = typeof engine !== 'string' || engine.toLowerCase() === 'kramdown';
  const kramdown = isKramdown ? parseKramdownOptions(toPlainValue(config.get('kramdown'))) : undefined;
  const excerptSeparator = textOf(config.get('excerpt_separator'))?.trim();
  return {
    config: text,
    url,
    ...(excerptSeparator && { excerptSeparator }),
    ...(!namesPlugin(config, 'jekyll-redirect-from') && { ignoresRedirectTo: true as const }),
    ...(kramdown ? { kramdown } : { commonmark: parseCommonMarkOptions(toPlainValue(config.get('commonmark'))) }),
  };
}

/** Whether `plugins`, or `gems` as it was called, has a name. */
const namesPlugin = (config: ReadonlyMap<YamlValue, YamlValue>, plugin: string): boolean =>
  ['plugins', 'gems'].some((key) => [config.get(key) ?? []].flat().some((name) => textOf(name) === plugin));
