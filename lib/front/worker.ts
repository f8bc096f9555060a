/**
 * Renders answers in a process of its own, behind the front. It listens on a port of the loopback that the system chooses, tells
 * it to its parent, and ends with its parent.
 */
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PREVIEW_FOLDER } from '../addresses.ts';
import { type Preview, readPreview } from '../ingest/preview/read-preview.ts';
import { log } from '../log.ts';
import { simplifiedPath } from '../traditional/addresses.ts';
import { LEAST_STATE_HEADER, MARKS_HEADER, MAX_HEAD_BYTES, STATE_HEADER } from './headers.ts';
import { type PortalState, parseState } from './state.ts';

/** What `bin/answers.ts` builds. */
const ANSWERS = new URL('../../.next/finews-answers.mjs', import.meta.url).href;
const { answer, prepare } = (await import(ANSWERS)) as typeof import('../../app/_lib/answer.tsx');

/** How long requests are kept waiting at most for what the first ones would wait for, in milliseconds. */
const PREPARATION = 5_000;

const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, ({ url = '/', headers }, response) => {
  // The front sends canonical addresses alone, so the path that it has checked is the path that is answered.
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
  const least = headers[LEAST_STATE_HEADER];
  void reply({ path, query, ...(typeof least === 'string' && { least: parseState(least) }) }, response);
});

/** What the front asks for. */
interface Asked {
  path: string;
  query: string;
  least?: PortalState;
}

async function reply(asked: Asked, response: ServerResponse): Promise<void> {
  try {
    const request = { ...asked, now: Date.now() / 1000 };
    const preview = await findPreview(request);
    const { status, headers, body, observed } = await answer({ ...request, ...(preview && { preview }) });
    const facts = observed && {
      [STATE_HEADER]: observed.state,
      [MARKS_HEADER]: encodeURIComponent(JSON.stringify(observed.marks)),
    };
    response.writeHead(status, { ...headers, ...facts }).end(body);
  } catch (error) {
    log({
      level: 'error',
      event: 'page-failed',
      message: `${asked.path} failed:`,
      fields: { path: asked.path },
      error,
    });
    response.writeHead(500).end();
  }
}

/** What a signed address shows, in either form of the site. */
async function findPreview(request: { path: string; query: string; now: number }): Promise<Preview | undefined> {
  const path = simplifiedPath(request.path);
  return path.startsWith(`${PREVIEW_FOLDER}/`) ? readPreview(process.env, { ...request, path }) : undefined;
}

process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => server.close(() => process.exit()));
// Ctrl+C signals the whole process group; the front ends its workers after their last answer.
process.on('SIGINT', () => {});
// So does the end of a terminal, which is no reason to end for a server.
process.on('SIGHUP', () => {});

// Where there is no archive yet, answers say so.
await Promise.race([prepare().catch(() => {}), sleep(PREPARATION, undefined, { ref: false })]);
// The front decides how long its connections live.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.send?.({ port: address.port });
});
