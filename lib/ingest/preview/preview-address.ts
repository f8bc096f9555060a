import { createHmac, timingSafeEqual } from 'node:crypto';
import { escapePath, PREVIEW_FOLDER } from '../../addresses.ts';

/**
 * The signature of a file's preview: HMAC-SHA-256 (RFC 2104) over the file's path and the instant at which it ends.
 * @param path relative to the content folder
 * @param expiresAt seconds since 1970
 */
const sign = (secret: string, path: string, expiresAt: string): string =>
  createHmac('sha256', secret).update(`${expiresAt}\n${path}`).digest('base64url');

/** Address at which a file is shown before it is published: path and query, without the base of the portal. @param expiresAt seconds since 1970 */
export function previewHref(secret: string, path: string, expiresAt: number): string {
  const signature = sign(secret, path, String(expiresAt));
  return `${escapePath(`${PREVIEW_FOLDER}/${path}`)}?${new URLSearchParams({ expires: String(expiresAt), signature })}`;
}

/** A preview that may be shown. */
export interface PreviewGrant {
  /** Relative to the content folder. */
  path: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/**
 * Reads an address that `previewHref` wrote.
 * @param path canonical, below `PREVIEW_FOLDER`
 * @param query with its question mark, or empty
 * @param now seconds since 1970
 * @returns `undefined` where it was changed, or has ended
 */
export function readPreviewAddress(secret: string, path: string, query: string, now: number): PreviewGrant | undefined {
  const parameters = new URLSearchParams(query);
  const expires = parameters.get('expires') ?? '';
  if (!/^[1-9]\d{0,11}$/.test(expires) || Number(expires) <= now) return undefined;
  const file = path
    .slice(PREVIEW_FOLDER.length + 1)
    .split('/')
    .map(decodeURIComponent)
    .join('/');
  const expected = Buffer.from(sign(secret, file, expires));
  const given = Buffer.from(parameters.get('signature') ?? '');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned ? { path: file, expiresAt: Number(expires) } : undefined;
}
