import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { plainText } from './answer/plain-page.ts';
import { MAX_HEAD_BYTES } from './headers.ts';
import { RequestHandler, type RequestHandlerOptions } from './request-handler.ts';
import type { Upstream } from './upstream/upstream.ts';

export interface FrontOptions extends RequestHandlerOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
}

export interface Front {
  /** Address that it listens on, without a trailing slash. */
  url: string;
  /** Stops accepting connections, answers the requests that it has received, closes connections, and closes its upstream. */
  close(): Promise<void>;
}

/** Times in milliseconds. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Longer than reverse proxies before the front keep an idle connection. */
const KEEP_ALIVE_TIMEOUT = 75_000;
const DRAIN_TIMEOUT = 9_000;
const SWEEP_INTERVAL = 50;

/** A server that listens, and is not a front yet. */
export interface Listener {
  /** Becomes a front that answers. To be called once. */
  answer(options: RequestHandlerOptions): Front;
  /** Ends it where it has not become a front. */
  close(): Promise<void>;
}

/**
 * Listens on an address. Until `answer` is called, `/healthz` is answered with 200 and `/readyz` with 503; other connections are
 * ended, as if nobody listened: so a proxy asks another node.
 * @throws if the address cannot be listened on, with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`)
 */
export async function listen({ host, port }: { host: string; port: number }): Promise<Listener> {
  let handler: RequestHandler | undefined;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      optimizeEmptyRequests: true,
    },
    (request, response) => void (handler?.handle(request, response) ?? answerEarly(request, response)),
  );
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    answer: (options) => {
      const answering = new RequestHandler(options);
      handler = answering;
      return { url: addressOf(server), close: () => drain(server, answering, options.upstream) };
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Starts a front. @throws as `listen` does */
export async function startFront({ host, port, ...options }: FrontOptions): Promise<Front> {
  return (await listen({ host, port })).answer(options);
}

/** What who watches the server is told while it cannot serve yet. */
const EARLY_ANSWERS = new Map([
  ['/healthz', plainText(200, 'ok')],
  ['/readyz', plainText(503, 'not ready')],
]);

async function answerEarly(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.shouldKeepAlive = false;
  await EARLY_ANSWERS.get(request.url ?? '')?.send(request, response);
  if (!response.writableEnded) response.destroy();
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the front has no address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function drain(server: Server, handler: RequestHandler, upstream: Upstream): Promise<void> {
  handler.isDraining = true;
  const closed = once(server, 'close');
  server.close();
  // A connection whose answer was on its way at this moment is idle later.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
  await upstream.close();
}
