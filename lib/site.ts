/**
 * The settings of a portal: environment variables and the content folder's `_config.yml`, read and checked here alone.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CORE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import { isTimeZone, unknownPlaceholder } from './content/index.ts';

/** Everything that is set from outside. Paths are absolute. */
export interface Site {
  /** The content folder. */
  contentDir: string;
  /** Where the index lies. */
  dataDir: string;
  /** Address that the server listens on. */
  host: string;
  /** TCP port; 0 lets the system choose. */
  port: number;
  title: string;
  /** Origin without a trailing slash. */
  url: string;
  /** BCP 47 language. */
  lang: string;
  /** IANA time zone of addresses and of dates that readers see. */
  timezone: string;
  author?: string;
  /** One line of the footer. */
  disclaimer?: string;
  /** Other hosts that the site has had; links to them are links of this portal. */
  aliases: string[];
  /** Template or named style of Jekyll. */
  permalink: string;
  /** True where posts dated in the future are published at once. */
  future: boolean;
  /** True where posts that say `published: false` are published all the same. */
  unpublished: boolean;
  /** Files and folders of the content folder that are left out: prefixes or globs, as in Jekyll. */
  exclude: string[];
  /** Front matter for the posts below a folder, the most specific last. */
  defaults: { path: string; values: Record<string, unknown> }[];
  /** How a date without a zone is read: as UTC, as Jekyll does, or in the site's zone. */
  naiveDates: 'utc' | 'site';
}

/** A setting with a wrong value. The message is one line that names the setting. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}

type Config = Record<string, unknown>;

/**
 * Reads the settings of a portal.
 * @throws {SiteError} for a wrong value, with the variable or the key of `_config.yml`, what was found and what was expected.
 */
export function readSite(environment: Readonly<Record<string, string | undefined>>): Site {
  const contentDir = resolve(environment.CONTENT_DIR || 'content');
  const config = readConfig(join(contentDir, '_config.yml'));
  const author = textOf(config, 'author', nameOf(config.author));
  const disclaimer = textOf(config, 'disclaimer');
  return {
    contentDir,
    dataDir: resolve(environment.DATA_DIR || '.data'),
    host: environment.HOST || '127.0.0.1',
    port: readPort(environment.PORT),
    title: textOf(config, 'title') ?? 'finews',
    url: readOrigin(environment.SITE_URL, config),
    lang: readLang(config),
    timezone: readTimeZone(config),
    ...(author !== undefined && { author }),
    ...(disclaimer !== undefined && { disclaimer }),
    aliases: listOf(config, 'aliases').map((host) => readAlias(host)),
    permalink: readPermalink(config),
    future: flagOf(config, 'future'),
    unpublished: flagOf(config, 'unpublished'),
    exclude: listOf(config, 'exclude'),
    defaults: readDefaults(config),
    naiveDates: readNaiveDates(config),
  };
}

const wrong = (setting: string, found: unknown, expected: string): SiteError =>
  new SiteError(`${setting}: found ${JSON.stringify(found) ?? 'nothing'}, expected ${expected}`);

const inConfig = (key: string): string => `_config.yml: ${key}`;

function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new SiteError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const config = loadAll(text, { schema: CORE_SCHEMA, maxAliases: 20 })[0] ?? {};
    if (typeof config !== 'object' || Array.isArray(config)) throw wrong(file, config, 'a mapping, as in `title: …`');
    return config as Config;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new SiteError(
      `${file}:${(error.mark?.line ?? 0) + 1}:${(error.mark?.column ?? 0) + 1}: not YAML: ${error.reason}`,
    );
  }
}

function textOf(config: Config, key: string, value = config[key]): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw wrong(inConfig(key), value, 'text');
  return String(value).replace(/\s+/g, ' ').trim();
}

/** jekyll-feed allows `author` to be a mapping with a `name`. */
const nameOf = (author: unknown): unknown =>
  typeof author === 'object' && author !== null && 'name' in author ? author.name : author;

function flagOf(config: Config, key: string): boolean {
  const value = config[key] ?? false;
  if (typeof value !== 'boolean') throw wrong(inConfig(key), value, 'true or false');
  return value;
}

function listOf(config: Config, key: string): string[] {
  const value = config[key] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw wrong(inConfig(key), value, 'a list of texts, as in [a, b]');
  }
  return value;
}

function readPort(value: string | undefined): number {
  if (!value) return 3000;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw wrong('PORT', value, 'a whole number from 0 to 65535');
  return port;
}

function readOrigin(fromEnvironment: string | undefined, config: Config): string {
  const value = fromEnvironment || textOf(config, 'url') || 'http://localhost:3000';
  const setting = fromEnvironment ? 'SITE_URL' : inConfig('url');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw wrong(setting, value, 'an origin such as https://news.example.com, without a path');
  }
  return url.origin;
}

function readAlias(host: string): string {
  const url = `http://${host}`;
  if (!URL.canParse(url) || new URL(url).host !== host.toLowerCase()) {
    throw wrong(inConfig('aliases'), host, 'hosts such as news.example.com, without http://');
  }
  return host.toLowerCase();
}

function readLang(config: Config): string {
  const lang = textOf(config, 'lang') ?? 'zh-CN';
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? lang;
  } catch {
    throw wrong(inConfig('lang'), lang, 'a language tag such as zh-CN');
  }
}

function readTimeZone(config: Config): string {
  const timezone = textOf(config, 'timezone') ?? 'Asia/Shanghai';
  if (!isTimeZone(timezone)) throw wrong(inConfig('timezone'), timezone, 'an IANA time zone such as Asia/Shanghai');
  return timezone;
}

function readPermalink(config: Config): string {
  const permalink = textOf(config, 'permalink') ?? 'date';
  const unknown = unknownPlaceholder(permalink);
  if (unknown !== undefined) throw wrong(inConfig('permalink'), `:${unknown}`, 'placeholders that Jekyll knows');
  return permalink;
}

function readNaiveDates(config: Config): 'utc' | 'site' {
  const value = config.naive_dates ?? 'utc';
  if (value !== 'utc' && value !== 'site') throw wrong(inConfig('naive_dates'), value, 'utc or site');
  return value;
}

function readDefaults(config: Config): Site['defaults'] {
  const list = config.defaults ?? [];
  if (!Array.isArray(list)) throw wrong(inConfig('defaults'), list, 'a list of scopes and values');
  return list
    .flatMap((item: unknown) => {
      const { scope, values } = (item ?? {}) as { scope?: { path?: unknown; type?: unknown }; values?: unknown };
      if (typeof values !== 'object' || values === null)
        throw wrong(inConfig('defaults'), item, '`values` in each entry');
      const isForPosts = scope?.type === undefined || scope.type === 'posts' || scope.type === '';
      const path = String(scope?.path ?? '').replace(/^\/+|\/+$/g, '');
      return isForPosts ? [{ path, values: values as Record<string, unknown> }] : [];
    })
    .sort((a, b) => a.path.length - b.path.length);
}
