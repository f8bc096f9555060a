import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
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

/**
 * Starts a front.
 * @throws if the address cannot be listened on, with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`)
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const handler = new RequestHandler(options);
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      optimizeEmptyRequests: true,
    },
    (request, response) => void handler.handle(request, response),
  );
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { url: addressOf(server), close: () => drain(server, handler, options.upstream) };
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
