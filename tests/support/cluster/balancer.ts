import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Balancer } from '../../../deploy/cluster/balancer.ts';

/** How long a node is passed over that has not answered, in milliseconds. */
const FAILED_TIME = 1_000;
/** How long a node may take to answer, in milliseconds. */
const PATIENCE = 20_000;

interface Whole {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * A balancer as operators run one: a reader's address decides which node answers; where that one refuses or does not answer, another
 * does. It waits for whole answers, so that the end of a node in the middle of one is seen by no reader.
 */
export const startTestBalancer = async (nodes: readonly number[], port: number): Promise<Balancer> => {
  const agent = new Agent({ keepAlive: true });
  const failedAt = new Map<number, number>();
  const inOrderFor = (address: string): number[] => {
    const rank = (node: number): string => createHash('sha1').update(`${address} ${node}`).digest('hex');
    const isFailed = (node: number): number =>
      Number(performance.now() - (failedAt.get(node) ?? Number.NEGATIVE_INFINITY) < FAILED_TIME);
    return nodes.toSorted((a, b) => isFailed(a) - isFailed(b) || (rank(a) < rank(b) ? -1 : 1));
  };
  const answer = async (asked: IncomingMessage): Promise<Whole> => {
    const address = asked.socket.remoteAddress ?? '';
    let refusal: Whole | undefined;
    for (const node of inOrderFor(address)) {
      try {
        const whole = await ask(agent, node, asked, address);
        if (whole.status !== 503) return whole;
        refusal = whole;
      } catch {
        failedAt.set(node, performance.now());
      }
    }
    return refusal ?? { status: 502, headers: {}, body: Buffer.from('no node answers') };
  };
  const server = createServer((asked, response) => {
    void answer(asked).then(({ status, headers, body }) => {
      const { connection: _, 'transfer-encoding': __, ...kept } = headers;
      response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    agent.destroy();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
};

async function ask(agent: Agent, port: number, { url, headers }: IncomingMessage, address: string): Promise<Whole> {
  const request = httpRequest({
    agent,
    host: '127.0.0.1',
    port,
    path: url,
    headers: { host: headers.host, 'x-forwarded-for': address },
    signal: AbortSignal.timeout(PATIENCE),
  });
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  if (!answer.complete) throw new Error('the answer is not whole');
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) };
}
