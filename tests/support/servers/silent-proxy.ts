import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A TCP proxy that can fall silent, as a machine does that is gone without a farewell. */
export interface SilentProxy {
  /** The address of the database behind it. */
  url: string;
  /** Connections that were asked of it. */
  readonly connections: number;
  /** From now on nothing passes, not even the end of a connection. */
  silence(): void;
}

/** Starts a proxy before a server; it ends with the test. @param databaseUrl with one host */
export async function startSilentProxy(context: TestContext, databaseUrl: string): Promise<SilentProxy> {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port) };
  let isSilent = false;
  let connections = 0;
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (data: Buffer) => {
      if (!isSilent) to.write(data);
    });
    from.on('error', () => {});
    from.on('close', () => {
      if (!isSilent) to.end();
    });
  };
  const server = createServer((client) => {
    connections++;
    const upstream = connect(target);
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  const address = server.address();
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    get connections() {
      return connections;
    },
    silence() {
      isSilent = true;
    },
  };
}
