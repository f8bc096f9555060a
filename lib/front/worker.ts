/**
 * One Next server in a process of its own, behind the front. It listens on a port of the loopback that the system chooses, tells
 * it to its parent, and ends with its parent. It does for each request what `proxy.ts` does elsewhere, because Next takes more
 * than a twentieth of a page's time to call `proxy.ts`.
 */
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import next from 'next';
import { MARKS_HEADER, MAX_HEAD_BYTES, NONCE_HEADER, SECRET_HEADER, SECRET_VARIABLE, STATE_HEADER } from './headers.ts';
import { makePageHeaders } from './page-request.ts';
import { toRoute } from './route-address.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What `bin/answers.ts` builds. */
const ANSWERS = new URL('../../.next/finews-answers.mjs', import.meta.url).href;
/** What only Next's server can say: that it works. */
const NEXT_PATHS = new Set(['/readyz']);
const secret = process.env[SECRET_VARIABLE];
if (!secret)
  throw new Error(`${SECRET_VARIABLE}: found nothing, expected the secret of the front that starts this worker`);
/** Answers without Next. */
const { answer } = (await import(ANSWERS)) as typeof import('../../app/_lib/answer.tsx');
const app = next({ dev: false, dir: root });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
  // The front sends canonical addresses alone, so the path that it has checked is the path that is routed.
  const { url = '/' } = request;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const search = mark < 0 ? '' : url.slice(mark);
  if (!NEXT_PATHS.has(path)) return void answerDirectly(path, search, response);
  const { nonce, headers } = makePageHeaders(path, search);
  request.url = toRoute(path) + search;
  Object.assign(request.headers, headers, { [SECRET_HEADER]: secret });
  response.setHeader(NONCE_HEADER, nonce);
  void handle(request, response);
});

async function answerDirectly(path: string, query: string, response: ServerResponse): Promise<void> {
  try {
    const { status, headers, body, state, marks } = await answer({ path, query, now: Date.now() / 1000 });
    const facts = { [STATE_HEADER]: state, [MARKS_HEADER]: encodeURIComponent(JSON.stringify(marks)) };
    response.writeHead(status, { ...headers, ...facts }).end(body);
  } catch (error) {
    console.error(`finews: ${path} failed:`, error);
    response.writeHead(500).end();
  }
}

// The front decides how long its connections live.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object' || !address) return;
  // Pages in traditional characters are made from this server's own pages.
  process.env.FINEWS_ORIGIN = `http://127.0.0.1:${address.port}`;
  process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => server.close(() => process.exit()));
// Ctrl+C signals the whole process group; the front ends its workers after their last answer.
process.on('SIGINT', () => {});
