/**
 * The front: the HTTP server that readers meet, before the Next worker. It refuses malformed requests, sends HTML without
 * Next's runtime under a constant Content-Security-Policy, compresses, validates (ETag, 304), and outlives its worker.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, send } from './answer.ts';
import { contentSecurityPolicy } from './csp.ts';
import { securityHeaders } from './headers.ts';
import { leanHtml, nonceOf } from './lean-html.ts';
import { plainPage } from './plain-page.ts';
import { checkRequest } from './request-check.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export { NextWorker, type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export interface FrontOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  upstream: Upstream;
}

export interface Front {
  /** Address that it listens on, without a trailing slash. */
  url: string;
  /** Stops accepting, answers what it has been asked, and ends its upstream. */
  close(): Promise<void>;
}

/** Most bytes of a request's head: an address of 100,000 and its headers. */
const MAX_HEAD_BYTES = 128 * 1024;
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Longer than the proxies before it keep a connection. */
const KEEP_ALIVE_TIMEOUT = 75_000;
const DRAIN = 9_000;

/** What of a request reaches Next; nothing that makes it answer in another form. */
const FORWARDED = ['accept', 'accept-language', 'user-agent'] as const;
/** What of an answer reaches the reader. */
const RETURNED = [
  'content-type',
  'cache-control',
  'etag',
  'last-modified',
  'location',
  'retry-after',
  'x-robots-tag',
] as const;

/**
 * Starts a front.
 * @throws where the address is taken or not this machine's, with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`)
 */
export async function startFront({ host, port, upstream }: FrontOptions): Promise<Front> {
  const server = createServer(
    { maxHeaderSize: MAX_HEAD_BYTES, headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    (request, response) => void handle(upstream, request, response),
  );
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(port, host);
  await once(server, 'listening');
  return { url: addressOf(server), close: () => drain(server, upstream) };
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

async function handle(upstream: Upstream, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = await answerRequest(upstream, request);
    const headers = { ...answer.headers, ...securityHeaders, 'Content-Security-Policy': contentSecurityPolicy() };
    await send(request, response, { ...answer, headers });
  } catch (error) {
    console.error('finews: a request failed:', error);
    response.destroy();
  }
}

async function answerRequest(upstream: Upstream, request: IncomingMessage): Promise<Answer> {
  const checked = checkRequest(request);
  if ('status' in checked) {
    const page = plainPage(checked.status);
    // A refused request may have a body, which nobody is going to read.
    return { ...page, headers: { ...page.headers, ...checked.headers, Connection: 'close' } };
  }
  if (checked.url === '/healthz') return text(200, 'ok\n');
  if (checked.url === '/readyz' && !upstream.isReady()) return text(503, 'no worker\n');
  const headers: Record<string, string> = { host: request.headers.host ?? 'localhost' };
  for (const name of FORWARDED) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  try {
    return await shape(upstream, await upstream.get(checked.url, headers), headers);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    console.error(`finews: ${error.message}`);
    return plainPage(503);
  }
}

const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: Buffer.from(body),
});

/** A page of Next as readers get it. */
async function shape(upstream: Upstream, answer: UpstreamAnswer, headers: Record<string, string>): Promise<Answer> {
  const isHtml = answer.headers['content-type']?.startsWith('text/html') === true;
  if (isHtml && answer.status >= 500) return plainPage(answer.status);
  // Next answers `notFound()` with an empty shell that only its scripts would fill; the whole page has an address.
  const page = isHtml && answer.status === 404 ? await upstream.get('/_not-found', headers) : answer;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return {
    status: answer.status,
    headers: returned(answer),
    body: isRedirect ? Buffer.alloc(0) : isHtml ? lean(page) : page.body,
  };
}

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
