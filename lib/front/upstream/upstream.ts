import type { IncomingHttpHeaders } from 'node:http';
import type { Importance } from '../pressure/importance.ts';

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
   * @param importance decides who goes first where many wait; the highest where absent
   * @param least a state that readers have seen, as `formatState` writes it; the answer is not of an older one
   * @throws {UpstreamError} if no worker answers; {RefusedError} if too many are asked for more important addresses
   */
  get(url: string, importance?: Importance, least?: string): Promise<UpstreamAnswer>;
  close(): Promise<void>;
}

/** No worker has answered. */
export class UpstreamError extends Error {
  override readonly name: string = 'UpstreamError';
  /** What the reader gets: 500 if this address is at fault, 503 if the workers are. */
  readonly status: 500 | 503;

  constructor(message: string, status: 500 | 503 = 503) {
    super(message);
    this.status = status;
  }
}

/** The workers have more to do than they can. The pool itself tells the operator. */
export class RefusedError extends UpstreamError {
  override readonly name = 'RefusedError';

  constructor() {
    super('more is asked for than the workers can answer');
  }
}
