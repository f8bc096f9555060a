/** Who is told of changes. */
export interface PushTarget {
  /** Stable, and what messages call it. Without anything secret. */
  name: string;
  /** What it is told of: addresses of articles and pages, or feeds. */
  takes: 'addresses' | 'feeds';
  /** True where it is told of addresses too that have nothing any more. */
  takesGone: boolean;
  /** Most items of one request. */
  batchSize: number;
  /**
   * Sends one request. Never throws for what the other side does.
   * @param items paths of the portal, percent-encoded
   * @param now seconds since 1970
   */
  send(items: readonly string[], now: number, signal: AbortSignal): Promise<PushReply>;
}

/** What came of one request. */
export type PushReply =
  /** Taken; no more before a time, where the quota is used up. `refused` counts items that it will never take. */
  | { kind: 'taken'; pausedUntil?: number; refused?: number }
  /** These items are refused for now. Others may be taken. */
  | { kind: 'refused'; reason: string }
  /** The target takes nothing at present, and again from a time, where it names one, in seconds since 1970. */
  | { kind: 'later'; reason: string; retryAt?: number };
