import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver does with a request: answers it, never does, or ends the connection before or behind the head of an answer. */
export type Conduct =
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'hang'
  | 'hang up'
  | 'hang up in the middle';

export interface Received {
  url: string;
  type: string | undefined;
  body: string;
}

/** A search engine or hub that the test starts. It behaves as the test says and remembers what it was sent. */
export class Receiver {
  /** Requests that were answered with success. */
  readonly taken: Received[] = [];
  readonly requests: Received[] = [];
  readonly #server: Server;
  readonly #conduct: (request: Received) => Conduct;
  /** Called when a request gets no answer. */
  onHang = (): void => {};

  private constructor(conduct: (request: Received) => Conduct) {
    this.#conduct = conduct;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(conduct: (request: Received) => Conduct = () => ({ status: 200 })): Promise<Receiver> {
    const receiver = new Receiver(conduct);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/push`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = {
      url: request.url ?? '',
      type: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    };
    this.requests.push(received);
    const conduct = this.#conduct(received);
    if (conduct === 'hang') this.onHang();
    else if (conduct === 'hang up') request.socket.destroy();
    else if (conduct === 'hang up in the middle') {
      response.writeHead(500, { 'content-length': '100' });
      response.write('x', () => request.socket.destroy());
    } else {
      if (conduct.status < 300) this.taken.push(received);
      response.writeHead(conduct.status, conduct.headers).end(conduct.body);
    }
  }
}
