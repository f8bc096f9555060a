import { extname } from 'node:path';
import { contentType } from 'mime-types';

/** Types that a page of the portal could load as a script, since its policy allows scripts of its own origin. */
const SCRIPT = /^(?:text|application)\/(?:x-)?(?:java|ecma|live|j)script\b/;

/**
 * The media type of a file by the ending of its name, with the charset where it is text. Scripts are plain text, which no browser
 * runs under `nosniff`.
 */
export function mediaTypeOf(path: string): string {
  const type = contentType(extname(path)) || 'application/octet-stream';
  return SCRIPT.test(type) ? 'text/plain; charset=utf-8' : type;
}

/**
 * What a file may do that a browser opens by itself: nothing runs in it, it has an origin of its own, and no page frames it. It may
 * show pictures and styles of the portal, which other files of the content folder are.
 */
const FILE_POLICY = [
  'sandbox',
  "default-src 'none'",
  "img-src 'self' data:",
  "media-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A browser's viewer of PDF files does not work in a sandbox, and runs what is in them in an origin of its own. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** The Content-Security-Policy of a file. */
export const policyOf = (mediaType: string): string => (mediaType === 'application/pdf' ? PDF_POLICY : FILE_POLICY);
