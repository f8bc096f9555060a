/** Whom the portal tells of changes: `push` of `_config.yml`, and the variable for what is secret. */
import { flagOf, textOf, textOrMember, type YamlValue } from '../content/index.ts';
import { wrong } from '../environment.ts';

export interface PushSettings {
  /** Search engines that share IndexNow. */
  indexNow?: {
    /** Proves that who pushes owns the site: served at `/<key>.txt`. Public. */
    key: string;
    endpoint: string;
  };
  /** Baidu's push API. */
  baidu?: {
    /** The site as it is registered with Baidu. */
    site: string;
    endpoint: string;
    /** Secret; nothing is pushed where absent. */
    token?: string;
  };
  /** WebSub hubs. */
  hubs: string[];
}

const INDEX_NOW = 'https://api.indexnow.org/indexnow';
const BAIDU = 'http://data.zz.baidu.com/urls';

/**
 * @param value of the key `push` of `_config.yml`
 * @param origin of the site, without a trailing slash
 * @param token of the variable `BAIDU_PUSH_TOKEN`
 * @returns `undefined` where nobody is to be told
 * @throws {SiteError} for a wrong value
 */
export function readPushSettings(
  value: YamlValue | undefined,
  origin: string,
  token: string | undefined,
): PushSettings | undefined {
  if (value === undefined || value === null) return undefined;
  if (!(value instanceof Map)) throw wrongKey('push', value, 'a mapping with indexnow, baidu or hubs');
  const unknown = [...value.keys()].find((key) => !['indexnow', 'baidu', 'hubs'].includes(textOf(key) ?? ''));
  if (unknown !== undefined) throw wrongKey('push', unknown, 'indexnow, baidu or hubs');
  const indexNow = readIndexNow(value.get('indexnow') ?? null);
  const baidu = readBaidu(value.get('baidu') ?? null, origin, token);
  const hubs = readHubs(value.get('hubs') ?? null);
  if (!indexNow && !baidu && hubs.length === 0) return undefined;
  return { ...(indexNow && { indexNow }), ...(baidu && { baidu }), hubs };
}

function readIndexNow(value: YamlValue): PushSettings['indexNow'] {
  if (value === null) return undefined;
  const key = textOrMember(value, 'key');
  if (key === undefined || !/^[A-Za-z0-9-]{8,128}$/.test(key)) {
    throw wrongKey('push.indexnow', key ?? value, 'a key of 8 to 128 letters, digits and dashes');
  }
  return { key, endpoint: readEndpoint('push.indexnow.endpoint', value) ?? INDEX_NOW };
}

function readBaidu(value: YamlValue, origin: string, token: string | undefined): PushSettings['baidu'] {
  if (value === null || flagOf(value) === false) return undefined;
  const site = flagOf(value) ? origin : textOrMember(value, 'site');
  if (site === undefined || /\s/.test(site)) {
    throw wrongKey('push.baidu', value, 'true, or the site as it is registered with Baidu');
  }
  return { site, endpoint: readEndpoint('push.baidu.endpoint', value) ?? BAIDU, ...(token && { token }) };
}

function readHubs(value: YamlValue): string[] {
  if (value === null) return [];
  const hubs = Array.isArray(value) ? value.map((hub: YamlValue) => toHttpUrl(textOf(hub))) : [undefined];
  if (!hubs.every((hub) => hub !== undefined)) {
    throw wrongKey('push.hubs', value, 'a list of addresses, as in [https://hub.example/]');
  }
  return [...new Set(hubs)];
}

function readEndpoint(key: string, value: YamlValue): string | undefined {
  const endpoint = value instanceof Map ? value.get('endpoint') : undefined;
  if (endpoint === undefined || endpoint === null) return undefined;
  const url = toHttpUrl(textOf(endpoint));
  if (url === undefined) throw wrongKey(key, endpoint, 'an address such as https://www.bing.com/indexnow');
  return url;
}

function toHttpUrl(text: string | undefined): string | undefined {
  const url = URL.parse(text ?? '');
  return url && /^https?:$/.test(url.protocol) && url.hash === '' ? url.href : undefined;
}

const wrongKey = (key: string, found: YamlValue, expected: string) => wrong(`_config.yml: ${key}`, found, expected);
