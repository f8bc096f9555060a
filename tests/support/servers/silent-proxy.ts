import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/**
 * Where words of a client stop: `unsent`, they do not reach the server; `unanswered`, their answer does not come; `answered`, it comes,
 * and nothing after it.
 */
export type Silence = 'unsent' | 'unanswered' | 'answered';

/** A TCP proxy that can fall silent, as a machine does that is gone without a farewell. */
export interface SilentProxy {
  /** The address of the database behind it. */
  url: string;
  /** Connections that were asked of it. */
  readonly connections: number;
  readonly isSilent: boolean;
  /** From now on nothing passes, not even the end of a connection. */
  silence(): void;
  /** Falls silent when a client next says this. @param words in one piece, such as the beginning of a statement */
  silenceAt(words: string, silence: Silence): void;
  /** New connections pass again. The server notices that those before are gone; their clients hear nothing more. */
  speak(): void;
}

/** Starts a proxy before a server; it ends with the test. @param databaseUrl with one host */
export async function startSilentProxy(context: TestContext, databaseUrl: string): Promise<SilentProxy> {
  const proxy = new SwitchedProxy(new URL(databaseUrl));
  context.after(() => proxy.close());
  await proxy.listen();
  return proxy;
}

/** A client and the server, with what passes between them. */
interface Pair {
  client: Socket;
  server: Socket;
  isSilent: boolean;
}

class SwitchedProxy implements SilentProxy {
  readonly #databaseUrl: URL;
  // Without it, the system answers the end of a connection by itself.
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  readonly #pairs = new Set<Pair>();
  #trap: { words: string; silence: Silence } | undefined;
  isSilent = false;
  connections = 0;

  constructor(databaseUrl: URL) {
    this.#databaseUrl = databaseUrl;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    const address = this.#server.address();
    const url = new URL(this.#databaseUrl);
    url.port = String(typeof address === 'object' && address ? address.port : 0);
    return url.href;
  }

  #accept(client: Socket): void {
    this.connections++;
    const { hostname, port } = this.#databaseUrl;
    const server = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const pair: Pair = { client, server, isSilent: this.isSilent };
    this.#pairs.add(pair);
    let isLast = false;
    client.on('data', (data: Buffer) => {
      if (pair.isSilent) return;
      const silence = this.#trap && data.includes(this.#trap.words) ? this.#trap.silence : undefined;
      if (silence !== 'unsent') server.write(data);
      if (silence === 'answered') isLast = true;
      else if (silence) this.silence();
    });
    server.on('data', (data: Buffer) => {
      if (!pair.isSilent) client.write(data);
      if (isLast) this.silence();
    });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => {});
      from.on('end', () => {
        if (!pair.isSilent) to.end();
      });
      from.on('close', () => {
        if (!pair.isSilent) to.destroy();
      });
    }
  }

  silence(): void {
    this.#trap = undefined;
    this.isSilent = true;
    for (const pair of this.#pairs) pair.isSilent = true;
  }

  silenceAt(words: string, silence: Silence): void {
    this.#trap = { words, silence };
  }

  speak(): void {
    this.isSilent = false;
    for (const pair of this.#pairs) if (pair.isSilent) pair.server.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    await closed;
  }
}
