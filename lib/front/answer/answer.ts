import type { IncomingMessage, ServerResponse } from 'node:http';
import { etagOf, etagOfEncoding, isFresh } from '../../conditional.ts';
import { chooseEncoding, decode, type Encoding, encode } from './content-encoding.ts';

const COMPRESSIBLE =
  /^(?:text\/|application\/(?:javascript|json|speculationrules\+json|manifest\+json|xml|atom\+xml|rss\+xml|feed\+json|ld\+json|opensearchdescription\+xml)|image\/svg\+xml)/;
/** Compression does not make smaller bodies smaller. */
const MIN_COMPRESSED_BYTES = 256;
/** What both compressed forms of a body have of its size together, with some to spare. */
const COMPRESSED_SHARE = 0.6;

/** An answer in one encoding, ready to be sent. */
interface Variant {
  /** Names and values in turn, the form that `writeHead` processes fastest. */
  rawHeaders: string[];
  body: Buffer;
}

/** An answer that can be kept, and sent to many clients. */
export interface Sendable {
  readonly status: number;
  /** Bytes of memory. */
  readonly size: number;
  send(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * A whole answer. Each compressed encoding is made once, when it is first asked for; from then on the plain body is no longer
 * held, and made from a compressed one for the few clients that want it.
 */
export class Answer implements Sendable {
  readonly status: number;
  readonly etag: string | undefined;
  /** Bytes of memory, with an estimate for the compressed variants. */
  readonly size: number;
  readonly #headers: Record<string, string>;
  /** The plain body, until there is a compressed one. */
  #body: Buffer | undefined;
  readonly #isCompressible: boolean;
  readonly #variants = new Map<Encoding, Variant>();
  readonly #underWay = new Map<Encoding, Promise<Variant>>();

  /** @param headers names in lower case; an answer of 200 without an `etag` gets a strong one made from its bytes */
  constructor(status: number, headers: Record<string, string>, body: Buffer) {
    this.status = status;
    this.#body = unpool(body);
    this.#isCompressible = COMPRESSIBLE.test(headers['content-type'] ?? '') && body.length >= MIN_COMPRESSED_BYTES;
    this.size = Math.ceil(body.length * (this.#isCompressible ? COMPRESSED_SHARE : 1)) + 1_024;
    this.etag = status === 200 ? (headers.etag ?? etagOf(body)) : undefined;
    this.#headers = {
      ...headers,
      ...(this.etag !== undefined && { etag: this.etag }),
      ...(this.#isCompressible && { vary: [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ') }),
    };
  }

  /** Sends the answer in the client's encoding, or 304 if the client has it; without a body for HEAD. */
  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const encoding = this.#isCompressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
    const conditions = {
      ifNoneMatch: request.headers['if-none-match'],
      ifModifiedSince: request.headers['if-modified-since'],
    };
    if (this.etag !== undefined && isFresh(conditions, this.etag, this.#headers['last-modified'])) {
      const rawHeaders = Object.entries(this.#headersOf(encoding)).flat();
      response.writeHead(304, withoutContent(rawHeaders)).end();
      return;
    }
    const variant = this.#variants.get(encoding) ?? (await this.#makeVariant(encoding));
    response.writeHead(this.status, variant.rawHeaders);
    response.end(request.method === 'HEAD' ? undefined : variant.body);
  }

  /** Makes the encodings that another answer of the same address has been asked for. */
  async encodeAs(other: Answer): Promise<void> {
    if (!this.#isCompressible) return;
    for (const encoding of other.#variants.keys()) await this.#makeVariant(encoding);
  }

  /** Makes a variant. Requests that come meanwhile share it. */
  #makeVariant(encoding: Encoding): Promise<Variant> {
    let made = this.#underWay.get(encoding);
    if (!made) {
      made = this.#encode(encoding).finally(() => this.#underWay.delete(encoding));
      this.#underWay.set(encoding, made);
    }
    return made;
  }

  async #encode(encoding: Encoding): Promise<Variant> {
    const body = unpool(await encode(await this.#readBody(), encoding));
    const headers = { ...this.#headersOf(encoding), 'content-length': String(body.length) };
    const variant: Variant = { body, rawHeaders: Object.entries(headers).flat() };
    if (!this.#isCompressible || encoding !== 'identity') this.#variants.set(encoding, variant);
    if (encoding !== 'identity') this.#body = undefined;
    return variant;
  }

  /** Headers of the answer in an encoding, but for its length. */
  #headersOf(encoding: Encoding): Record<string, string> {
    if (encoding === 'identity') return this.#headers;
    return {
      ...this.#headers,
      'content-encoding': encoding,
      ...(this.etag !== undefined && { etag: etagOfEncoding(this.etag, encoding) }),
    };
  }

  async #readBody(): Promise<Buffer> {
    if (this.#body) return this.#body;
    for (const [encoding, { body }] of this.#variants) return decode(body, encoding);
    throw new Error('an answer holds its body in no form');
  }
}

/** Copies bytes out of Node's buffer pool: a small buffer would keep its whole 64 KB block in memory. */
function unpool(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** Headers of a 304: those that describe the content are left out. */
function withoutContent(rawHeaders: readonly string[]): string[] {
  const left = ['content-type', 'content-length', 'content-encoding'];
  return rawHeaders.filter((_, i) => !left.includes(rawHeaders[i - (i % 2)] ?? ''));
}
