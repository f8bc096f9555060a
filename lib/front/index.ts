/**
 * The front: the HTTP server that readers meet, before the Next workers. It refuses malformed requests, sends HTML without
 * Next's runtime under a constant Content-Security-Policy, keeps finished answers for as long as the archive stays the same,
 * compresses each once, validates (ETag, 304), and outlives its workers.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { NOT_FOUND_PATH } from '../addresses.ts';
import { isHantPath } from '../traditional/addresses.ts';
import { Answer } from './answer.ts';
import { AnswerCache } from './answer-cache.ts';
import { contentSecurityPolicy } from './csp.ts';
import { MAX_HEAD_BYTES, securityHeaders } from './headers.ts';
import { leanHtml, nonceOf } from './lean-html.ts';
import { plainPage } from './plain-page.ts';
import { checkRequest } from './request-check.ts';
import { StaticFiles } from './static-files.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export { NextWorkers, type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export interface FrontOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  upstream: Upstream;
  /**
   * What answers depend on beside their address: the version of the archive, the day. Asked before each answer; two calls
   * give the same only while every answer is the same. Nothing is kept where it is absent or throws.
   */
  getState?: () => Promise<string>;
  /** Folder of the application whose static files the front sends itself. */
  root?: string;
}

export interface Front {
  /** Address that it listens on, without a trailing slash. */
  url: string;
  /** Stops accepting, answers what it has been asked, and ends its upstream. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Longer than the proxies before it keep a connection. */
const KEEP_ALIVE_TIMEOUT = 75_000;
const DRAIN = 9_000;

/** What of an answer of Next reaches the reader. */
const RETURNED = [
  'access-control-allow-origin',
  'content-type',
  'cache-control',
  'etag',
  'last-modified',
  'location',
  'speculation-rules',
  'x-robots-tag',
] as const;

/** What every answer carries. */
const CONSTANT_HEADERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(securityHeaders).map(([name, value]) => [name.toLowerCase(), value])),
  'content-security-policy': contentSecurityPolicy(),
};

/**
 * Starts a front.
 * @throws where the address is taken or not this machine's, with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`)
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const desk = new Desk(options);
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      optimizeEmptyRequests: true,
    },
    (request, response) => void desk.handle(request, response),
  );
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { url: addressOf(server), close: () => drain(server, options.upstream) };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the front has no address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function drain(server: Server, upstream: Upstream): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN);
  await closed;
  clearTimeout(timer);
  await upstream.close();
}

/** Where requests are answered. */
class Desk {
  readonly #upstream: Upstream;
  readonly #getState: FrontOptions['getState'];
  readonly #statics: StaticFiles | undefined;
  readonly #cache = new AnswerCache();
  #state: Promise<string | undefined> | undefined;

  constructor({ upstream, getState, root }: FrontOptions) {
    this.#upstream = upstream;
    this.#getState = getState;
    this.#statics = root === undefined ? undefined : new StaticFiles(root, CONSTANT_HEADERS);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answer(request);
      await answer.send(request, response);
    } catch (error) {
      console.error('finews: a request failed:', error);
      response.destroy();
    }
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const state = await this.#readState();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (state !== undefined && isRead && request.url !== undefined) {
      // Addresses that are kept have been checked.
      const kept = this.#cache.get(request.url, state);
      if (
        kept &&
        request.headers['content-length'] === undefined &&
        request.headers['transfer-encoding'] === undefined
      ) {
        return kept;
      }
    }
    const path = request.url?.split('?', 1)[0] ?? '';
    const file = isRead ? this.#statics?.get(path) : undefined;
    if (file) return file;
    const checked = checkRequest(request);
    if ('status' in checked) {
      // A refused request may have a body, which nobody is going to read.
      return plainPage(checked.status, { ...CONSTANT_HEADERS, ...checked.headers, connection: 'close' });
    }
    const { url } = checked;
    if (url === '/healthz') return text(200, 'ok\n');
    if (url === '/readyz') return this.#upstream.isReady() ? this.#ask(url) : text(503, 'no worker\n');
    if (state === undefined) return this.#ask(url);
    return (
      this.#cache.get(url, state) ??
      this.#cache.make(
        url,
        state,
        () => this.#ask(url, state),
        ({ status }) => status === 200 || status === 308,
      )
    );
  }

  /** The state of the archive at the end of this turn of the event loop. All requests that arrive in it share one look. */
  #readState(): Promise<string | undefined> {
    const getState = this.#getState;
    if (!getState) return NO_STATE;
    this.#state ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#state = undefined;
        // Where it cannot be read, Next finds out for itself, and its answer says so.
        resolve(getState().catch(() => undefined));
      });
    });
    return this.#state;
  }

  async #ask(url: string, state?: string): Promise<Answer> {
    try {
      return await this.#shape(url, await this.#upstream.get(url), state);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      console.error(`finews: ${error.message}`);
      return plainPage(503, CONSTANT_HEADERS);
    }
  }

  /** A page of Next as readers get it. */
  async #shape(url: string, answer: UpstreamAnswer, state: string | undefined): Promise<Answer> {
    const { status } = answer;
    const isHtml = answer.headers['content-type']?.startsWith('text/html') === true;
    if (isHtml && status >= 500) return plainPage(status, CONSTANT_HEADERS);
    if (isHtml && status === 404 && !isHantPath(url)) return this.#notFound(state);
    const body = status >= 300 && status < 400 ? Buffer.alloc(0) : isHtml ? lean(answer) : answer.body;
    return new Answer(status, { ...returned(answer), ...CONSTANT_HEADERS }, body);
  }

  /** Next answers `notFound()` with an empty shell that only its scripts would fill; the whole page has an address. */
  #notFound(state: string | undefined): Promise<Answer> | Answer {
    const make = async (): Promise<Answer> => {
      const page = await this.#upstream.get(NOT_FOUND_PATH);
      return new Answer(404, { ...returned(page), ...CONSTANT_HEADERS }, lean(page));
    };
    if (state === undefined) return make();
    return this.#cache.get(NOT_FOUND_PATH, state) ?? this.#cache.make(NOT_FOUND_PATH, state, make, () => true);
  }
}

const NO_STATE = Promise.resolve(undefined);

const text = (status: number, body: string): Answer =>
  new Answer(
    status,
    { ...CONSTANT_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    Buffer.from(body),
  );

function returned({ headers, status }: UpstreamAnswer): Record<string, string> {
  const kept: Record<string, string> = {};
  const isHtml = headers['content-type']?.startsWith('text/html') === true;
  for (const name of RETURNED) {
    const value = headers[name];
    // Next's validator of a page is of the bytes with its scripts.
    if (typeof value === 'string' && !(isHtml && name === 'etag')) kept[name] = value;
  }
  // An error is not kept for longer than a second, since the article may come.
  if (status >= 400) kept['cache-control'] = 'public, max-age=0, s-maxage=1';
  return kept;
}

function lean({ headers, body }: UpstreamAnswer): Buffer {
  const policy = headers['content-security-policy'];
  const nonce = nonceOf(typeof policy === 'string' ? policy : undefined);
  return nonce === undefined ? body : Buffer.from(leanHtml(body.toString('utf8'), nonce));
}
