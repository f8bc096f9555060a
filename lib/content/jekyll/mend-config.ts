import { isTimeZone } from '../../calendar.ts';
import { flagOf, textOf, textOrMember } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';
import { isJekyllConfig } from './config.ts';

/**
 * `_config.yml` of a Jekyll site, whose themes and plugins read some keys otherwise than the portal does: a title for each language, an
 * author without a name, an address without `https://`, a zone that Ruby takes for UTC. What the portal cannot use is as if it were not
 * there.
 */
export function mendConfig(config: ReadonlyMap<YamlValue, YamlValue>): ReadonlyMap<YamlValue, YamlValue> {
  if (!isJekyllConfig(config)) return config;
  const mended = new Map(config);
  for (const [key, mend] of Object.entries(MENDED)) {
    const value = config.get(key) ?? null;
    if (value !== null) mended.set(key, mend(value));
  }
  return mended;
}

/** How each key is mended; `null` where it tells nothing. */
const MENDED: Readonly<Record<string, (value: YamlValue) => YamlValue>> = {
  title: (value) => (textOf(value) === undefined ? firstText(value) : value),
  author: (value) => (textOrMember(value, 'name') === undefined ? firstText(value) : value),
  disclaimer: (value) => (textOf(value) === undefined ? firstText(value) : value),
  lang: (value) => (isLanguage(textOf(value)?.replaceAll('_', '-') ?? '') ? value : null),
  timezone: (value) => (isTimeZone(textOf(value) ?? '') ? value : 'UTC'),
  url: (value) => originOf(textOf(value)?.trim() ?? ''),
  // Templates put a whole address before their links; Jekyll builds such a site for the root of its host.
  baseurl: (value) => (/^(?:https?:)?\/\//i.test(textOf(value) ?? '') ? null : value),
  // In Ruby all is true but false and nothing.
  future: (value) => (flagOf(value) === undefined ? TRUE : value),
  unpublished: (value) => (flagOf(value) === undefined ? TRUE : value),
  exclude: textsOf,
  include: textsOf,
  aliases: (value) => textsOf(value).filter((host) => URL.parse(`http://${host}`)?.host === host.toLowerCase()),
  defaults: (value) => (Array.isArray(value) ? value.filter(hasValues) : null),
};

const TRUE = { type: 'boolean', text: 'true' } as const;

function firstText(value: YamlValue): string | null {
  const members: readonly YamlValue[] = value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [];
  return members.map((member) => textOf(member)).find((text) => text !== undefined) ?? null;
}

/** The texts of a list; a text alone is one. */
function textsOf(value: YamlValue): string[] {
  const list: readonly YamlValue[] = Array.isArray(value) ? value : [value];
  return list.map((item) => textOf(item) ?? '').filter(Boolean);
}

/** `https://news.example` of `https://news.example/blog/`, `//news.example` or `news.example`. */
function originOf(written: string): string | null {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `https://${written.replace(/^\/\//, '')}`;
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) && url.host !== '' ? url.origin : null;
}

const hasValues = (entry: YamlValue): boolean => entry instanceof Map && entry.get('values') instanceof Map;

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
