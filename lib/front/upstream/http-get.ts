import { type Agent, request as httpRequest } from 'node:http';
import { type UpstreamAnswer, UpstreamError } from './upstream.ts';

/** The connection to a worker failed. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** True if the worker may have received the request: it may have ended because of it. */
  readonly wasSent: boolean;

  constructor(wasSent: boolean, options?: ErrorOptions) {
    super(wasSent ? 'the worker ended before it answered' : 'the worker takes no connection', options);
    this.wasSent = wasSent;
  }
}

/**
 * GET of a whole answer from a server of this machine.
 * @param headers of the request, names in lower case
 * @param timeout in milliseconds, for the whole answer
 * @throws {ConnectionError} if the connection is refused or ends early
 * @throws {UpstreamError} if the answer takes too long
 */
export function httpGet(
  agent: Agent,
  { port, path, headers, timeout }: { port: number; path: string; headers: Record<string, string>; timeout: number },
): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', (error) => reject(toConnectionError(error)));
      answer.on('end', () =>
        answer.complete
          ? resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) })
          : reject(new ConnectionError(true)),
      );
    });
    const timer = setTimeout(() => {
      reject(new UpstreamError(`${path} took too long`));
      request.destroy();
    }, timeout);
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error) => reject(toConnectionError(error)));
    request.end();
  });
}

/** Other errors are faults of this program and stay as they are. */
function toConnectionError(error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'ECONNREFUSED':
      return new ConnectionError(false, { cause: error });
    case 'ECONNRESET':
    case 'EPIPE':
      return new ConnectionError(true, { cause: error });
    default:
      return error;
  }
}
