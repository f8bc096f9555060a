/** Programs of other origins may read what everybody may read. */
const HEADERS = { 'Access-Control-Allow-Origin': '*' };

export function answerJson(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: HEADERS });
}

/** An error as every address for programs says it. */
export function answerError(reason: string, message: string): Response {
  return answerJson({ error: { reason, message } }, 400);
}
