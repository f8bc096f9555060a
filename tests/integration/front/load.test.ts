import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Front, startFront } from '../../../lib/front/index.ts';
import { html, statesOf } from './fake-upstream.ts';

const CONNECTIONS = 1_000;
const REQUESTS_EACH = 5;
let front: Front;
let port: number;

/** The page of an address: says which one it is, and is long enough for a slow reader to be slow. */
const pageOf = (path: string): string => `<p>${path}</p>${'正文。'.repeat(500)}`;

before(async () => {
  front = await startFront({
    host: '127.0.0.1',
    port: 0,
    states: statesOf({ now: 1 }),
    upstream: {
      isReady: () => true,
      get: async (url) => {
        await sleep(Math.random() * 20);
        return html(pageOf(url));
      },
      close: async () => {},
    },
  });
  port = Number(new URL(front.url).port);
});
after(() => front.close());

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Bodies of the answers on a connection, in order; a slow reader takes its time between the pieces. */
async function readBodies(socket: Socket, count: number, isSlow: boolean): Promise<string[]> {
  const bodies: string[] = [];
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(rest.subarray(0, Math.max(head, 0)).toString())?.[1]);
      if (head < 0 || rest.length < head + 4 + length) break;
      bodies.push(rest.subarray(head + 4, head + 4 + length).toString());
      rest = rest.subarray(head + 4 + length);
    }
    if (bodies.length === count) break;
    if (isSlow) await sleep(20);
  }
  return bodies;
}

test('answers a thousand connections with pipelined requests, each with what it asked for', async () => {
  // Beside them: connections that begin a request and never end it.
  const halfOpen = await Promise.all(Array.from({ length: 50 }, open));
  for (const socket of halfOpen) socket.write('GET /half HTTP/1.1\r\nHost:');
  const wrong: string[] = [];
  const visit = async (number: number): Promise<void> => {
    const socket = await open();
    // Some addresses are asked for by many, some by one alone.
    const paths = Array.from({ length: REQUESTS_EACH }, (_, i) =>
      i % 2 ? `/shared/${i}.html` : `/own/${number}/${i}.html`,
    );
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    const bodies = await readBodies(socket, REQUESTS_EACH, number % 10 === 0);
    socket.destroy();
    paths.forEach((path, i) => {
      if (bodies[i] !== pageOf(path)) wrong.push(path);
    });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => visit(number)));
  for (const socket of halfOpen) socket.destroy();
  assert.deepEqual(wrong, []);
});

test('refuses a head that is too large and serves on', async () => {
  const socket = await open();
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(200_000)}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  assert.deepEqual([String(answer).slice(0, 12), (await fetch(front.url)).status], ['HTTP/1.1 431', 200]);
});
