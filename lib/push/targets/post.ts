import type { PushReply } from '../target.ts';

/** A whole answer, or why there is none. */
export type PostResult = { status: number; text: string; retryAt?: number } | { failure: string };

/** More of an answer is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** A `Retry-After` beyond this, in seconds, is taken for this. */
const LONGEST_RETRY_AFTER = 86_400;

/** Sends a POST request. @param now seconds since 1970, for a `Retry-After` in seconds */
export async function post(
  url: string,
  type: string,
  body: string,
  now: number,
  signal: AbortSignal,
): Promise<PostResult> {
  try {
    const headers = { 'Content-Type': type, 'User-Agent': 'finews' };
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const retryAt = retryTime(response.headers.get('retry-after'), now);
    return { status: response.status, text: await readStart(response), ...(retryAt !== undefined && { retryAt }) };
  } catch (error) {
    return { failure: describe(error) };
  }
}

/** What an answer means that did not take the items. */
export function toRefusal(result: PostResult): Exclude<PushReply, { kind: 'taken' }> {
  if ('failure' in result) return { kind: 'later', reason: result.failure };
  const { status, retryAt } = result;
  const reason = `it answers ${status}`;
  // These say something of the items, all others of the target, or of who asks.
  if ([400, 404, 409, 413, 422].includes(status)) return { kind: 'refused', reason };
  return { kind: 'later', reason, ...(retryAt !== undefined && { retryAt }) };
}

export const isSuccess = (result: PostResult): result is Extract<PostResult, { status: number }> =>
  'status' in result && result.status >= 200 && result.status < 300;

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. */
function retryTime(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const at = /^\d+$/.test(value) ? now + Number(value) : Date.parse(value) / 1000;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at, now + 1), now + LONGEST_RETRY_AFTER);
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    if (length > MAX_ANSWER_BYTES) break;
  }
  return text;
}

/** Without the address, which may hold what is secret. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be asked';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'it does not answer';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
