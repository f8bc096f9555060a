import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { etagOf, etagOfEncoding, isFresh } from '../conditional.ts';

const COMPRESSIBLE =
  /^(?:text\/|application\/(?:javascript|json|speculationrules\+json|manifest\+json|xml|atom\+xml|ld\+json|opensearchdescription\+xml)|image\/svg\+xml)/;
/** Smaller bodies gain nothing. */
const MIN_COMPRESSED_BYTES = 256;
/** Brotli's middle: nearly the size of its best at a twentieth of the time. */
const BROTLI_QUALITY = 5;

type Encoding = 'br' | 'gzip' | 'identity';

/** One form of an answer, ready to be sent. */
interface Variant {
  /** Names and values in turn, the form that costs Node least. */
  rawHeaders: string[];
  body: Buffer;
}

/** An answer as a whole. Each compressed form is made once, when it is first asked for. */
export class Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly #headers: Record<string, string>;
  readonly #body: Buffer;
  readonly #isCompressible: boolean;
  readonly #variants = new Map<Encoding, Variant | Promise<Variant>>();

  /** @param headers names in lower case; an answer of 200 without an `etag` gets a strong one of its bytes */
  constructor(status: number, headers: Record<string, string>, body: Buffer) {
    this.status = status;
    this.#body = alone(body);
    this.#isCompressible = COMPRESSIBLE.test(headers['content-type'] ?? '') && body.length >= MIN_COMPRESSED_BYTES;
    this.etag = status === 200 ? (headers.etag ?? etagOf(body)) : undefined;
    this.#headers = {
      ...headers,
      ...(this.etag !== undefined && { etag: this.etag }),
      ...(this.#isCompressible && { vary: 'Accept-Encoding' }),
    };
  }

  /** Bytes that it keeps in memory, its compressed forms estimated. */
  get size(): number {
    return this.#body.length * (this.#isCompressible ? 1.6 : 1) + 1_024;
  }

  /** Sends the answer as the client wants it: 304, without a body, compressed. */
  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const encoding = this.#isCompressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
    const known = this.#variants.get(encoding);
    const variant = known && !(known instanceof Promise) ? known : await this.#makeVariant(encoding);
    const conditions = {
      ifNoneMatch: request.headers['if-none-match'],
      ifModifiedSince: request.headers['if-modified-since'],
    };
    if (this.etag !== undefined && isFresh(conditions, this.etag, this.#headers['last-modified'])) {
      response.writeHead(304, withoutContent(variant.rawHeaders)).end();
      return;
    }
    response.writeHead(this.status, variant.rawHeaders);
    response.end(request.method === 'HEAD' ? undefined : variant.body);
  }

  #makeVariant(encoding: Encoding): Variant | Promise<Variant> {
    const known = this.#variants.get(encoding);
    if (known) return known;
    const made = encode(this.#body, encoding).then((encoded) => {
      const body = alone(encoded);
      const headers = {
        ...this.#headers,
        'content-length': String(body.length),
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
        ...(encoding !== 'identity' && this.etag !== undefined && { etag: etagOfEncoding(this.etag, encoding) }),
      };
      const variant: Variant = { body, rawHeaders: Object.entries(headers).flat() };
      this.#variants.set(encoding, variant);
      return variant;
    });
    this.#variants.set(encoding, made);
    return made;
  }
}

/** These bytes in memory of their own: small buffers are parts of a block of 64 KB, which each of them would keep whole. */
function alone(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** Headers of a 304: what describes the content that is not sent is left out. */
function withoutContent(rawHeaders: readonly string[]): string[] {
  const left = ['content-type', 'content-length', 'content-encoding'];
  return rawHeaders.filter((_, i) => !left.includes(rawHeaders[i - (i % 2)] ?? ''));
}

const encodings = new Map<string, Encoding>();
const MAX_REMEMBERED_ENCODINGS = 1_000;

/** The best encoding that the client takes (RFC 9110, 12.5.3). */
function chooseEncoding(acceptEncoding = ''): Encoding {
  let encoding = encodings.get(acceptEncoding);
  if (encoding === undefined) {
    encoding = parseAcceptEncoding(acceptEncoding);
    if (encodings.size >= MAX_REMEMBERED_ENCODINGS) encodings.clear();
    encodings.set(acceptEncoding, encoding);
  }
  return encoding;
}

function parseAcceptEncoding(acceptEncoding: string): Encoding {
  const accepted = new Map(
    acceptEncoding.split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return [name.trim(), weight === undefined ? 1 : Number(weight)];
    }),
  );
  const takes = (name: string): boolean => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
/** A page is compressed sooner than another thread is asked to; larger bodies would make others wait. */
const MAX_BYTES_AT_ONCE = 64 * 1024;

async function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const isSmall = body.length <= MAX_BYTES_AT_ONCE;
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
