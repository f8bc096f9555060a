/** Environment variables, each read from its text and checked. All throw a `SiteError`. */
import { describeValue } from './content/index.ts';
import { isDecodable, listServerAddresses, splitReplicaUrls } from './database-address.ts';

const MIN_SECRET_LENGTH = 16;
const MOST_PROXIES = 10;
const DEFAULT_PICTURES_MEGABYTES = 512;

/** A setting with a wrong value. The message is one line that names the setting. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}

/** @param found a text, or a value of YAML */
export const wrong = (setting: string, found: unknown, expected: string): SiteError =>
  new SiteError(`${setting}: found ${JSON.stringify(describeValue(found))}, expected ${expected}`);

/** The value itself is in no message: it may hold a password. */
export function readDatabaseUrl(value: string): string {
  if (listServerAddresses(value).length === 0) {
    throw new SiteError('DATABASE_URL: expected an address such as postgres://user:password@host:5432/finews');
  }
  checkCodes('DATABASE_URL', value);
  return value;
}

function checkCodes(setting: string, address: string): void {
  if (isDecodable(address)) return;
  throw new SiteError(`${setting}: found a % that begins no code of a character, expected %25 for a % of a password`);
}

/** @param hasDatabase whether there is something to be a replica of */
export function readReplicaUrls(value: string | undefined, hasDatabase: boolean): { replicaUrls?: string[] } {
  if (!value) return {};
  const urls = splitReplicaUrls(value);
  if (!urls.every((url) => listServerAddresses(url).length > 0)) {
    throw new SiteError(
      'DATABASE_REPLICA_URLS: expected addresses such as postgres://user:password@host:5432/finews, with commas between them',
    );
  }
  for (const url of urls) checkCodes('DATABASE_REPLICA_URLS', url);
  if (!hasDatabase) throw new SiteError('DATABASE_REPLICA_URLS: needs DATABASE_URL, the address of the primary');
  return { replicaUrls: urls };
}

export function readMaxLag(value: string | undefined): { maxLagSeconds?: number } {
  if (!value) return {};
  if (!/^\d{1,4}$/.test(value) || Number(value) < 1 || Number(value) > 3600) {
    throw wrong('MAX_LAG_SECONDS', value, 'a whole number from 1 to 3600');
  }
  return { maxLagSeconds: Number(value) };
}

/** How much of the disk made pictures may take, in megabytes. */
export function readPicturesMegabytes(value: string | undefined): number {
  if (!value) return DEFAULT_PICTURES_MEGABYTES;
  if (!/^\d{1,7}$/.test(value) || Number(value) < 1) throw wrong('PICTURES_MB', value, 'a whole number from 1');
  return Number(value);
}

/** @returns `undefined` where it is not set */
export function readPort(name: string, value: string | undefined): number | undefined {
  if (!value) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw wrong(name, value, 'a whole number from 0 to 65535');
  return port;
}

export function readDrafts(value: string | undefined): boolean {
  if (value && value !== '0' && value !== '1') throw wrong('DRAFTS', value, '1, or nothing');
  return value === '1';
}

/** Who can guess the secret can sign addresses: it is as long as a key. */
export function readPreviewSecret(value: string | undefined): { previewSecret?: string } {
  if (!value) return {};
  if (value.length < MIN_SECRET_LENGTH) {
    // The value itself belongs into no message.
    throw wrong('PREVIEW_SECRET', `${value.length} characters`, `at least ${MIN_SECRET_LENGTH} random characters`);
  }
  return { previewSecret: value };
}

export function readTrustedProxies(value: string | undefined): number {
  if (!value) return 0;
  if (!/^\d{1,3}$/.test(value) || Number(value) > MOST_PROXIES) {
    throw wrong('TRUSTED_PROXIES', value, `a whole number from 0 to ${MOST_PROXIES}`);
  }
  return Number(value);
}

/** A field name (RFC 9110, 5.1). */
export function readHeaderName(value: string | undefined): string {
  if (value && !/^[!#$%&'*+.^_`|~\w-]+$/.test(value)) throw wrong('CLIENT_HEADER', value, 'the name of a header');
  return (value || 'X-Forwarded-For').toLowerCase();
}

/** What lines of the log are made of; `lib/log.ts` reads the same variable. */
export function checkLogFormat(value: string | undefined): void {
  if (value && value !== 'text' && value !== 'json') throw wrong('LOG_FORMAT', value, 'text or json');
}
