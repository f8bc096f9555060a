/** The settings of a portal: environment variables and `_config.yml` of the content folder. Read and checked only here. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { normalizePath } from './addresses.ts';
import { isTimeZone } from './calendar.ts';
import {
  type Collection,
  ContentError,
  type FieldDefaults,
  flagOf,
  type JekyllSettings,
  mendConfig,
  parseYaml,
  readCollections,
  readJekyllSettings,
  readPageSuffix,
  textOf,
  textOrMember,
  unknownPlaceholder,
  type YamlValue,
} from './content/index.ts';
import {
  checkLogFormat,
  readDatabaseUrl,
  readDrafts,
  readHeaderName,
  readMaxLag,
  readPicturesMegabytes,
  readPort,
  readPreviewSecret,
  readReplicaUrls,
  readTrustedProxies,
  SiteError,
  wrong,
} from './environment.ts';
import { type PushSettings, readPushSettings } from './push/settings.ts';

export { SiteError };

/** Everything that is set from outside. Paths are absolute. */
export interface Site {
  /** The content folder. */
  contentDir: string;
  /** Where the index lies. */
  dataDir: string;
  /** Of the PostgreSQL database that the archive is kept in; absent where it is kept in `dataDir`. */
  databaseUrl?: string;
  /** Of replicas of that database, from which pages are read. */
  replicaUrls?: string[];
  /** How far a replica may lag before it is passed over. */
  maxLagSeconds?: number;
  /** Address that the server listens on. */
  host: string;
  /** TCP port; 0 lets the system choose. */
  port: number;
  /** Where the figures for Prometheus are served; nowhere where absent. */
  metrics?: { host: string; port: number };
  /** How much of `dataDir` made pictures may take. */
  picturesMegabytes: number;
  /** Key of the signatures of previews; there are none where absent. */
  previewSecret?: string;
  /** Reverse proxies before the portal that each add their client's address to a header; 0 where clients are not told apart. */
  trustedProxies: number;
  /** Name of that header, in lower case. */
  clientHeader: string;
  title: string;
  /** Origin without a trailing slash. */
  url: string;
  /** `baseurl`: the folder of the host that the portal lies in, percent-encoded, as in `/blog`; empty for the root. */
  basePath: string;
  /** BCP 47 language. */
  lang: string;
  /** IANA time zone of addresses and of dates that readers see. */
  timezone: string;
  author?: string;
  /** One line of the footer. */
  disclaimer?: string;
  /** Former hosts of the site. Links to them are links of this portal. */
  aliases: string[];
  /** Template or named style of Jekyll for the addresses of posts: of `collections.posts`, or of the whole site. */
  permalink: string;
  /** True where drafts, posts that say `published: false` and posts dated in the future are published, and marked as such. */
  drafts: boolean;
  /** True where posts dated in the future are published at once. */
  future: boolean;
  /** True where posts that say `published: false` are published all the same. */
  unpublished: boolean;
  /** Files and folders of the content folder that are left out: prefixes or globs, as in Jekyll. */
  exclude: string[];
  /** Names that are published although they begin with `.` or `_` or are left out: prefixes or globs, as in Jekyll. */
  include: string[];
  /** Without that of the posts. */
  collections: Collection[];
  /** What the addresses of pages end in, where they have no permalink: `/`, `:output_ext`, or nothing. */
  pageSuffix: string;
  /** Front matter for the files whose paths begin so, the most specific last. */
  defaults: FieldDefaults[];
  /** Endings of Markdown files: in lower case, without the dot. */
  markdownExtensions: string[];
  /** Absent where `_config.yml` has no key that is Jekyll's alone. */
  jekyll?: JekyllSettings;
  /** Who is told of changes; nobody where absent. */
  push?: PushSettings;
  /** How a date without a zone is read: as UTC, as Jekyll does, or in the site's zone. */
  naiveDates: 'utc' | 'site';
}

type Config = ReadonlyMap<YamlValue, YamlValue>;

/**
 * Reads the settings of a portal.
 * @throws {SiteError} for a wrong value, with the variable or the key of `_config.yml`, what was found and what was expected.
 */
export function readSite(environment: Readonly<Record<string, string | undefined>>): Site {
  checkLogFormat(environment.LOG_FORMAT);
  const contentDir = resolve(environment.CONTENT_DIR || 'content');
  const { config, text } = readConfig(join(contentDir, '_config.yml'));
  const author = textSetting(config, 'author', 'name');
  const disclaimer = textSetting(config, 'disclaimer');
  const url = readOrigin(environment.SITE_URL, config);
  const jekyll = readJekyllSettings(config, text, url);
  const metricsPort = readPort('METRICS_PORT', environment.METRICS_PORT);
  const push = readPushSettings(config.get('push'), url, environment.BAIDU_PUSH_TOKEN);
  const drafts = readDrafts(environment.DRAFTS);
  return {
    contentDir,
    dataDir: resolve(environment.DATA_DIR || '.data'),
    ...(environment.DATABASE_URL && { databaseUrl: readDatabaseUrl(environment.DATABASE_URL) }),
    ...readReplicaUrls(environment.DATABASE_REPLICA_URLS, Boolean(environment.DATABASE_URL)),
    ...readMaxLag(environment.MAX_LAG_SECONDS),
    host: environment.HOST || '127.0.0.1',
    port: readPort('PORT', environment.PORT) ?? 3000,
    ...(metricsPort !== undefined && { metrics: { host: environment.METRICS_HOST || '127.0.0.1', port: metricsPort } }),
    picturesMegabytes: readPicturesMegabytes(environment.PICTURES_MB),
    ...readPreviewSecret(environment.PREVIEW_SECRET),
    trustedProxies: readTrustedProxies(environment.TRUSTED_PROXIES),
    clientHeader: readHeaderName(environment.CLIENT_HEADER),
    title: textSetting(config, 'title') ?? 'finews',
    url,
    basePath: readBasePath(config),
    lang: readLang(config),
    timezone: readTimeZone(config),
    ...(author !== undefined && { author }),
    ...(disclaimer !== undefined && { disclaimer }),
    aliases: listSetting(config, 'aliases').map((host) => readAlias(host)),
    permalink: readPermalink(config),
    drafts,
    future: drafts || flagSetting(config, 'future'),
    unpublished: drafts || flagSetting(config, 'unpublished'),
    exclude: [...listSetting(config, 'exclude'), ...readDestination(config)],
    include: listSetting(config, 'include'),
    collections: readCollections(config),
    pageSuffix: readPageSuffix(config),
    defaults: readDefaults(config),
    markdownExtensions: readExtensions(config),
    ...(jekyll && { jekyll }),
    ...(push && { push }),
    naiveDates: readNaiveDates(config),
  };
}

const inConfig = (key: string): string => `_config.yml: ${key}`;

function readConfig(file: string): { config: Config; text: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { config: new Map(), text: '' };
    }
    throw new SiteError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const { value = null } = parseYaml(text);
    if (value !== null && !(value instanceof Map)) throw wrong(file, value, 'a mapping, as in `title: …`');
    return { config: mendConfig(value ?? new Map()), text };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new SiteError(`${file}:${error.line}:${error.column}: ${error.message}`);
  }
}

/**
 * @param member key under which a mapping has the text, where the setting may be one
 * @param parents names of the mappings around the key, for messages
 */
function textSetting(config: Config, key: string, member = '', parents = ''): string | undefined {
  const value = config.get(key) ?? '';
  const text = textOrMember(value, member);
  if (text === undefined) throw wrong(inConfig(parents + key), value, 'text');
  return text.replace(/\s+/g, ' ').trim() || undefined;
}

function flagSetting(config: Config, key: string): boolean {
  const value = config.get(key) ?? null;
  const flag = value === null ? false : flagOf(value);
  if (flag === undefined) throw wrong(inConfig(key), value, 'true or false');
  return flag;
}

function listSetting(config: Config, key: string): string[] {
  const value = config.get(key) ?? [];
  const texts = Array.isArray(value) ? value.map((item) => textOf(item)) : [undefined];
  if (!texts.every((text) => text !== undefined)) throw wrong(inConfig(key), value, 'a list of texts, as in [a, b]');
  return texts;
}

function readOrigin(fromEnvironment: string | undefined, config: Config): string {
  const value = fromEnvironment || textSetting(config, 'url') || 'http://localhost:3000';
  const setting = fromEnvironment ? 'SITE_URL' : inConfig('url');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw wrong(setting, value, 'an origin such as https://news.example.com, without a path');
  }
  return url.origin;
}

function readBasePath(config: Config): string {
  const written = (textSetting(config, 'baseurl') ?? '').replace(/^\/+|\/+$/g, '');
  const path = written === '' ? '' : normalizePath(encodeURI(`/${written}`.toWellFormed()).replaceAll('%25', '%'));
  if (path === undefined || /[?#]|\/\//.test(path)) {
    throw wrong(inConfig('baseurl'), written, 'a path such as /blog, or nothing');
  }
  return path;
}

function readAlias(host: string): string {
  const url = `http://${host}`;
  if (!URL.canParse(url) || new URL(url).host !== host.toLowerCase()) {
    throw wrong(inConfig('aliases'), host, 'hosts such as news.example.com, without http://');
  }
  return host.toLowerCase();
}

function readLang(config: Config): string {
  const lang = textSetting(config, 'lang') ?? 'zh-CN';
  try {
    // As POSIX writes it, as many sites do.
    return Intl.getCanonicalLocales(lang.replaceAll('_', '-'))[0] ?? lang;
  } catch {
    throw wrong(inConfig('lang'), lang, 'a language tag such as zh-CN');
  }
}

function readTimeZone(config: Config): string {
  const timezone = textSetting(config, 'timezone') ?? 'Asia/Shanghai';
  if (!isTimeZone(timezone)) throw wrong(inConfig('timezone'), timezone, 'an IANA time zone such as Asia/Shanghai');
  return timezone;
}

/** The permalink of the collection `posts`, as Jekyll prefers it, or of the whole site. */
function readPermalink(config: Config): string {
  const posts = memberOf(config.get('collections'), 'posts');
  const ofPosts = posts instanceof Map ? textSetting(posts, 'permalink', '', 'collections.posts.') : undefined;
  const permalink = ofPosts ?? textSetting(config, 'permalink') ?? 'date';
  const unknown = unknownPlaceholder(permalink);
  const key = ofPosts === undefined ? 'permalink' : 'collections.posts.permalink';
  if (unknown !== undefined) throw wrong(inConfig(key), `:${unknown}`, 'placeholders that Jekyll knows');
  return permalink;
}

/** The folder that Jekyll writes to, as a pattern of `exclude`. */
function readDestination(config: Config): string[] {
  const folder = textSetting(config, 'destination');
  return folder === undefined ? [] : [`${folder.replace(/\/+$/, '')}/`];
}

/** Jekyll's list with commas between the endings. */
function readExtensions(config: Config): string[] {
  const endings = (textSetting(config, 'markdown_ext') ?? 'markdown,mkdown,mkdn,mkd,md').toLowerCase().split(',');
  return endings.map((ending) => ending.trim().replace(/^\./, '')).filter(Boolean);
}

function readNaiveDates(config: Config): 'utc' | 'site' {
  const value = textSetting(config, 'naive_dates') ?? 'utc';
  if (value !== 'utc' && value !== 'site') throw wrong(inConfig('naive_dates'), value, 'utc or site');
  return value;
}

function readDefaults(config: Config): FieldDefaults[] {
  const list = config.get('defaults') ?? [];
  if (!Array.isArray(list)) throw wrong(inConfig('defaults'), list, 'a list of scopes and values');
  const entries = list.map((item: YamlValue): FieldDefaults => {
    const values = memberOf(item, 'values');
    if (!(values instanceof Map)) throw wrong(inConfig('defaults'), item, '`values` in each entry');
    const scope = memberOf(item, 'scope');
    const type = (textOf(memberOf(scope, 'type')) ?? '').replace(/^(?:page|post)$/, '$&s');
    const path = (textOf(memberOf(scope, 'path')) ?? '').replace(/^(?:\.?\/)+/, '');
    return { path, type, values: withTextKeys(values) };
  });
  return entries.sort((a, b) => a.path.length - b.path.length || a.type.length - b.type.length);
}

const memberOf = (value: YamlValue | undefined, key: string): YamlValue | undefined =>
  value instanceof Map ? value.get(key) : undefined;

const withTextKeys = (values: ReadonlyMap<YamlValue, YamlValue>): Map<string, YamlValue> =>
  new Map([...values].flatMap(([key, value]) => (typeof key === 'string' ? [[key, value] as const] : [])));
