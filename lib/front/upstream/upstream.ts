import type { IncomingHttpHeaders } from 'node:http';

/** A whole answer of the server behind the front. */
export interface UpstreamAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What renders pages for the front. */
export interface Upstream {
  /** True if a request would be sent to a worker at once. */
  isReady(): boolean;
  /**
   * Asks for an address by GET. Waits for a worker that is starting.
   * @throws {UpstreamError} if no worker answers
   */
  get(url: string): Promise<UpstreamAnswer>;
  close(): Promise<void>;
}

/** No worker has answered. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** What the reader gets: 500 if this address is at fault, 503 if the workers are. */
  readonly status: 500 | 503;

  constructor(message: string, status: 500 | 503 = 503) {
    super(message);
    this.status = status;
  }
}
