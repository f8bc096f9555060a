import { isTimeZone } from '../../calendar.ts';
import { textOf, textOrMember, toPlainValue } from '../front-matter/values.ts';
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
  if (!JEKYLL_KEYS.some((key) => config.has(key))) return undefined;
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

/**
 * `_config.yml` of a Jekyll site, whose themes and plugins read some keys otherwise than the portal does: a title for each language, an
 * author without a name, a zone that Ruby takes for UTC. What the portal cannot use is as if it were not there.
 */
export function mendConfig(config: ReadonlyMap<YamlValue, YamlValue>): ReadonlyMap<YamlValue, YamlValue> {
  if (!JEKYLL_KEYS.some((key) => config.has(key))) return config;
  const mended = new Map(config);
  for (const [key, member] of [
    ['title', ''],
    ['author', 'name'],
    ['disclaimer', ''],
  ] as const) {
    const value = config.get(key) ?? null;
    if (textOrMember(value, member) === undefined) mended.set(key, firstText(value) ?? null);
  }
  const [lang, timezone, defaults] = ['lang', 'timezone', 'defaults'].map((key) => config.get(key));
  if (!isLanguage(textOf(lang)?.replaceAll('_', '-') ?? '')) mended.delete('lang');
  if (timezone !== undefined && !isTimeZone(textOf(timezone) ?? '')) mended.set('timezone', 'UTC');
  if (defaults !== undefined) mended.set('defaults', Array.isArray(defaults) ? defaults.filter(hasValues) : null);
  return mended;
}

function firstText(value: YamlValue): string | undefined {
  const members: readonly YamlValue[] = value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [];
  return members.map((member) => textOf(member)).find((text) => text !== undefined);
}

const hasValues = (entry: YamlValue): boolean => entry instanceof Map && entry.get('values') instanceof Map;

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
