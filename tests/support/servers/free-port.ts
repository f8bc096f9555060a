import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** Ports that systems do not give to whoever asks for any: so many from the first one. */
const FIRST = 20_000;
const COUNT = 10_000;

/** A TCP port of the loopback that nobody listens on at the moment, for programs that cannot be given 0. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The first of so many adjacent ports that nobody listens on; other test processes begin to look elsewhere. */
export async function freePorts(count: number): Promise<number> {
  for (let n = process.pid; ; n++) {
    const first = FIRST + ((n * count) % COUNT);
    const taken = await Promise.all(Array.from({ length: count }, (_, i) => isListening(first + i)));
    if (!taken.includes(true)) return first;
  }
}

/** Whether anybody listens on a TCP port of the loopback. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
