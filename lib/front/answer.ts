import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** An answer as a whole, before it is compressed. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const COMPRESSIBLE =
  /^(?:text\/|application\/(?:javascript|json|manifest\+json|xml|atom\+xml|ld\+json|opensearchdescription\+xml)|image\/svg\+xml)/;
/** Smaller bodies gain nothing. */
const MIN_COMPRESSED_BYTES = 256;
/** Brotli's middle: nearly the size of its best at a twentieth of the time. */
const BROTLI_QUALITY = 5;

type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding that the client takes (RFC 9110, 12.5.3). */
function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  const accepted = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return [name.trim(), weight === undefined ? 1 : Number(weight)];
    }),
  );
  const takes = (name: string): boolean => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

/** A strong validator of these bytes. */
function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** True where the client has this very answer (RFC 9110, 13.2.2: `If-None-Match` before `If-Modified-Since`). */
function isFresh(request: IncomingMessage, etag: string, lastModified: string | undefined): boolean {
  const { 'if-none-match': ifNoneMatch, 'if-modified-since': ifModifiedSince } = request.headers;
  if (ifNoneMatch !== undefined) {
    // Each encoding has a validator of its own, which differs in its ending alone.
    const plain = (tag: string): string =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/-(?:br|gzip)"$/, '"');
    return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => plain(tag) === plain(etag));
  }
  if (ifModifiedSince === undefined || lastModified === undefined) return false;
  return Date.parse(lastModified) <= Date.parse(ifModifiedSince);
}

/** Sends an answer as the client wants it: 304, without a body, compressed. */
export async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { status, body } = answer;
  const headers = new Headers(answer.headers);
  const isCompressible = COMPRESSIBLE.test(headers.get('content-type') ?? '') && body.length >= MIN_COMPRESSED_BYTES;
  if (isCompressible) headers.append('Vary', 'Accept-Encoding');
  if (status === 200) {
    const etag = headers.get('etag') ?? etagOf(body);
    headers.set('ETag', etag);
    if (isFresh(request, etag, headers.get('last-modified') ?? undefined)) {
      headers.delete('content-type');
      response.writeHead(304, Object.fromEntries(headers)).end();
      return;
    }
  }
  const encoding = isCompressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  const encoded = await encode(body, encoding);
  if (encoding !== 'identity') {
    headers.set('Content-Encoding', encoding);
    const etag = headers.get('etag');
    if (etag) headers.set('ETag', etag.replace(/"$/, `-${encoding}"`));
  }
  headers.set('Content-Length', String(encoded.length));
  response.writeHead(status, Object.fromEntries(headers));
  response.end(request.method === 'HEAD' ? undefined : encoded);
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

function encode(body: Buffer, encoding: Encoding): Promise<Buffer> | Buffer {
  switch (encoding) {
    case 'br':
      return compressBrotli(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      });
    case 'gzip':
      return compressGzip(body);
    case 'identity':
      return body;
    default:
      return encoding satisfies never;
  }
}
