import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { type Front, startFront, type Upstream, type UpstreamAnswer } from '../../../lib/front/index.ts';
import { within } from '../../support/wait.ts';

export const PAGE = `<!doctype html><p>${'正文。'.repeat(100)}</p>`;

/**
 * A page as a worker answers it.
 * @param state that it was made in
 * @param marks of what was read for it
 */
export const html = (body: string, status = 200, state: unknown = '1', marks: string[] = []): UpstreamAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, max-age=0, s-maxage=1',
    'x-powered-by': 'a worker',
    'x-finews-state': String(state),
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

/** A front that keeps nothing. */
export async function start(context: TestContext, upstream: Upstream): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream });
  context.after(() => front.close());
  return front;
}

/** A front whose archive is in the state that the test says; an error says that the state cannot be read. */
export async function startKeeping(
  context: TestContext,
  upstream: Upstream,
  state: { now: string | Error } = { now: '1' },
): Promise<Front> {
  const getState = async (): Promise<string> => {
    if (state.now instanceof Error) throw state.now;
    return state.now;
  };
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, getState });
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
