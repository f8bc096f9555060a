import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import {
  type Front,
  type StateSource,
  startFront,
  type Upstream,
  type UpstreamAnswer,
} from '../../../lib/front/index.ts';
import { within } from '../../support/wait.ts';

export const PAGE = `<!doctype html><p>${'正文。'.repeat(100)}</p>`;

/**
 * A page as a worker answers it.
 * @param state number of the state that it was made in
 * @param marks of what was read for it
 */
export const html = (body: string, status = 200, state = 1, marks: string[] = [], day = 'today'): UpstreamAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, max-age=0, s-maxage=1',
    'x-powered-by': 'a worker',
    'x-finews-state': `o ${state} ${day}`,
    'x-finews-marks': encodeURIComponent(JSON.stringify(marks)),
  },
  body: Buffer.from(body),
});

/** An upstream that answers as the test says and remembers what it was asked. */
export class FakeUpstream implements Upstream {
  readonly asked: string[] = [];
  readonly #answer: (url: string) => UpstreamAnswer | Promise<UpstreamAnswer>;
  isReadyNow = true;

  constructor(answer: (url: string) => UpstreamAnswer | Promise<UpstreamAnswer> = () => html(PAGE)) {
    this.#answer = answer;
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  async get(url: string): Promise<UpstreamAnswer> {
    this.asked.push(url);
    return this.#answer(url);
  }

  async close(): Promise<void> {}
}

/** States of which the test says the present one; an error says that it cannot be read. Nothing tells what changes between them. */
export const statesOf = (present: { now: number | Error }): StateSource => ({
  async getState() {
    if (present.now instanceof Error) throw present.now;
    return { origin: 'o', number: present.now, day: 'today' };
  },
  listChanges: async () => undefined,
});

/** Of these a front keeps nothing. */
export const UNKNOWN_STATES = statesOf({ now: new Error('no index') });

/** A front that keeps nothing. */
export async function start(context: TestContext, upstream: Upstream): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: UNKNOWN_STATES });
  context.after(() => front.close());
  return front;
}

/** A front whose archive is in the state that the test says. */
export async function startKeeping(
  context: TestContext,
  upstream: Upstream,
  present: { now: number | Error } = { now: 1 },
): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: statesOf(present) });
  context.after(() => front.close());
  return front;
}

export interface Reply {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** Asks as a client does that sends the path as it is and decodes nothing. */
export async function ask(
  front: Front,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Reply> {
  const { hostname, port } = new URL(front.url);
  const request = httpRequest({ hostname, port, path, headers, method, agent: false });
  request.end();
  const [answer] = await within(`the answer to ${path}`, once(request, 'response'));
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

/** Sends bytes on a connection of their own. @returns the first bytes of the answer */
export async function sendRaw(front: Front, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(front.url).port), '127.0.0.1');
  socket.write(bytes);
  const [data] = await within('an answer', once(socket, 'data'));
  socket.destroy();
  return String(data);
}
