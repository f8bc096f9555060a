import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
  gunzip,
  gunzipSync,
  gzip,
  gzipSync,
} from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** The encodings that the front offers, the smallest first. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** Brotli's middle: nearly the size of its best at a twentieth of the time. */
const BROTLI_QUALITY = 5;
/** Smaller bodies are compressed at once; larger ones on another thread, since other requests would wait. */
const MAX_SYNC_BYTES = 64 * 1024;

/** Clients send few different headers, so parsing each of them once is enough. */
const chosen = new LRUCache<string, Encoding>({ max: 1_000 });

/**
 * The encoding to send (RFC 9110, 12.5.3): the client's weights decide, then the smallest. `identity` if the client refuses
 * every encoding, as the standard suggests.
 * @param acceptEncoding the request's `Accept-Encoding`; without one, the client gets `identity`
 */
export function chooseEncoding(acceptEncoding = ''): Encoding {
  let encoding = chosen.get(acceptEncoding);
  if (encoding === undefined) {
    const negotiator = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } });
    const best = negotiator.encoding(ENCODINGS, { preferred: ENCODINGS });
    encoding = ENCODINGS.find((name) => name === best) ?? 'identity';
    chosen.set(acceptEncoding, encoding);
  }
  return encoding;
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Encodes a body. */
export async function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const isSmall = body.length <= MAX_SYNC_BYTES;
  switch (encoding) {
    case 'br': {
      const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
      const options = { params: { [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [BROTLI_PARAM_SIZE_HINT]: body.length } };
      return isSmall ? brotliCompressSync(body, options) : compressBrotli(body, options);
    }
    case 'gzip':
      return isSmall ? gzipSync(body) : compressGzip(body);
    case 'identity':
      return body;
    default:
      return encoding satisfies never;
  }
}

const decompressGzip = promisify(gunzip);
const decompressBrotli = promisify(brotliDecompress);

/** The plain form of what `encode` gave. */
export async function decode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const isSmall = body.length <= MAX_SYNC_BYTES;
  switch (encoding) {
    case 'br':
      return isSmall ? brotliDecompressSync(body) : decompressBrotli(body);
    case 'gzip':
      return isSmall ? gunzipSync(body) : decompressGzip(body);
    case 'identity':
      return body;
    default:
      return encoding satisfies never;
  }
}
