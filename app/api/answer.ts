import { PAGE_CACHE_CONTROL } from '../../lib/front/headers.ts';

/** Scripts of every origin may read the answers: they hold public data alone. */
const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': PAGE_CACHE_CONTROL };

export function answerJson(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: HEADERS });
}

/** An error of the API. */
export function answerError(reason: string, message: string, status = 400): Response {
  return answerJson({ error: { reason, message } }, status);
}
