/** nginx as the cluster has it, before two web nodes of the test's own. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Balancer, isNginxInstalled, startNginx } from '../../../deploy/cluster/balancer.ts';
import { freePort, isListening } from '../../support/servers/free-port.ts';
import { until } from '../../support/wait.ts';

const REFUSAL = '网站繁忙';
const READERS = 20;

const options = { skip: !isNginxInstalled() && 'nginx is not installed' };
const folder = mkdtempSync(join(tmpdir(), 'finews-balancer-'));

/** A web node that answers with its number, or refuses every request. */
interface Node {
  server: Server;
  isRefusing: boolean;
}

let nodes: Node[];
let balancer: Balancer;

async function startNode(number: number): Promise<Node> {
  const node: Node = { server: createServer(), isRefusing: false };
  node.server.on('request', (_, response) => {
    response.writeHead(node.isRefusing ? 503 : 200).end(node.isRefusing ? REFUSAL : String(number));
  });
  node.server.listen(0, '127.0.0.1');
  await once(node.server, 'listening');
  return node;
}

/** Lets a node be gone. @returns what lets it come back */
async function closeNode({ server }: Node): Promise<() => Promise<unknown>> {
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  return () => once(server.listen(port, '127.0.0.1'), 'listening');
}

/** What a reader gets. @param reader at an address of its own */
async function ask(reader: number): Promise<{ status: number | undefined; text: string }> {
  const { hostname, port } = new URL(balancer.url);
  const request = httpRequest({ hostname, port, path: '/', localAddress: `127.0.2.${reader + 1}`, agent: false });
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode, text };
}

/** What as many readers get, one after another. */
async function askAll(): Promise<string[]> {
  const texts: string[] = [];
  for (let reader = 0; reader < READERS; reader++) texts.push((await ask(reader)).text);
  return texts;
}

before(async () => {
  if (options.skip) return;
  nodes = [await startNode(0), await startNode(1)];
  const ports = nodes.map(({ server }) => (server.address() as AddressInfo).port);
  const port = await freePort();
  balancer = await startNginx(ports, port, folder, {});
  await until('nginx', () => isListening(port));
});
after(async () => {
  await balancer?.stop();
  for (const { server } of nodes ?? []) server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('asks one node for all that a reader wants', options, async () => {
  assert.deepEqual(await askAll(), await askAll());
});

test('asks another node where the one of a reader refuses', options, async (context) => {
  const [first] = nodes as [Node];
  first.isRefusing = true;
  context.after(() => {
    first.isRefusing = false;
  });
  assert.deepEqual(new Set(await askAll()), new Set(['1']));
});

test('goes on asking a node that has refused', options, async (context) => {
  const [first] = nodes as [Node];
  const reader = (await askAll()).indexOf('0');
  first.isRefusing = true;
  context.after(() => {
    first.isRefusing = false;
  });
  await ask(reader);
  first.isRefusing = false;
  assert.equal((await ask(reader)).text, '0');
});

test("gives a reader the nodes' own refusal where all refuse", options, async (context) => {
  for (const node of nodes) node.isRefusing = true;
  context.after(() => {
    for (const node of nodes) node.isRefusing = false;
  });
  await ask(0);
  assert.deepEqual(await ask(0), { status: 503, text: REFUSAL });
});

test("gives a reader a node's own refusal where the others are gone", options, async (context) => {
  const [first, second] = nodes as [Node, Node];
  second.isRefusing = true;
  const open = await closeNode(first);
  context.after(async () => {
    second.isRefusing = false;
    await open();
  });
  assert.deepEqual(new Set(await askAll()), new Set([REFUSAL]));
});

test('asks nodes again as soon as they are back after all were gone', options, async () => {
  const opens = [];
  for (const node of nodes) opens.push(await closeNode(node));
  await ask(0);
  for (const open of opens) await open();
  assert.equal((await ask(0)).status, 200);
});
