import parseRange from 'range-parser';
import { isFresh } from '../conditional.ts';
import { mediaTypeOf, policyOf } from './media-type.ts';
import type { ContentFile } from './open.ts';

/** What a client asks. */
export interface FileRequest {
  method: string;
  /** Value of a header by its name in lower case. */
  header: (name: string) => string | undefined;
}

/** How a file is answered. */
export interface FileReply {
  status: 200 | 206 | 304 | 416;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The bytes to send: offsets of the first and the last one. Absent where there is no body. */
  part?: { start: number; end: number };
}

/** Editors replace a file under its name, so that browsers ask again after some minutes; mostly they get a 304. */
const FOR_MINUTES = 'public, max-age=300';
/** For addresses that name the version: another version has another address. */
const FOR_A_YEAR = 'public, max-age=31536000, immutable';

/**
 * The answer to a request for a file: whole, a part, or that the client has it already (RFC 9110, 13 and 14).
 * @param isVersioned whether its address names the version
 */
export function replyWith(request: FileRequest, file: ContentFile, isVersioned: boolean): FileReply {
  const type = mediaTypeOf(file.path);
  const lastModified = new Date(file.modified).toUTCString();
  const cacheControl = isVersioned ? FOR_A_YEAR : FOR_MINUTES;
  const headers: Record<string, string> = {
    'content-security-policy': policyOf(type),
    'x-content-type-options': 'nosniff',
    'cache-control': cacheControl,
    'accept-ranges': 'bytes',
    etag: file.etag,
    'last-modified': lastModified,
  };
  const conditions = {
    ifNoneMatch: request.header('if-none-match'),
    ifModifiedSince: request.header('if-modified-since'),
  };
  if (isFresh(conditions, file.etag, lastModified)) return { status: 304, headers };
  const range = request.method === 'GET' ? rangeOf(request, file, lastModified) : undefined;
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${file.size}`, 'content-length': '0' } };
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const whole = { ...headers, 'content-type': type, 'content-length': String(end - start + 1) };
  const part = request.method === 'GET' && end >= start ? { part: { start, end } } : {};
  if (!range) return { status: 200, headers: whole, ...part };
  const contentRange = `bytes ${start}-${end}/${file.size}`;
  // Nobody between may compress it: its offsets are those of the file.
  const ofPart = { 'content-range': contentRange, 'cache-control': `${cacheControl}, no-transform` };
  return { status: 206, headers: { ...whole, ...ofPart }, ...part };
}

/** The one range that is asked for. Of several the client gets the whole file, as the standard allows. */
function rangeOf(
  request: FileRequest,
  { size, etag }: ContentFile,
  lastModified: string,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const range = request.header('range');
  const condition = request.header('if-range');
  if (range === undefined || (condition !== undefined && condition !== etag && condition !== lastModified)) {
    return undefined;
  }
  const parts = parseRange(size, range);
  if (parts === -1) return 'unsatisfiable';
  if (parts === -2 || parts.type !== 'bytes' || parts.length !== 1) return undefined;
  return parts[0];
}
