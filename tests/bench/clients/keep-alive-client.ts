import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The request for an address, as bytes that can be sent again and again. */
export const requestFor = (path: string, host = 'bench'): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: gzip\r\n\r\n`);

/**
 * One connection that asks and waits, in turn. It reads of an answer no more than the status and the length, so that a client on
 * the same machine takes little of it. Answers must have a `Content-Length`.
 */
export class KeepAliveClient {
  readonly #socket: Socket;
  #head = '';
  /** Bytes of the body that are still to come; `undefined` before the end of the head. */
  #left: number | undefined;
  #status = 0;
  #waiting = Promise.withResolvers<number>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#waiting.reject(error));
    socket.on('close', () => this.#waiting.reject(new Error('the connection was closed')));
  }

  static async open(url: string): Promise<KeepAliveClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new KeepAliveClient(socket);
  }

  /** @returns the status of the answer, once all of it has come; rejects where the connection is closed before that */
  ask(request: Buffer): Promise<number> {
    this.#waiting = Promise.withResolvers();
    if (this.#socket.destroyed) this.#waiting.reject(new Error('the connection was closed before the request'));
    else this.#socket.write(request);
    return this.#waiting.promise;
  }

  close(): void {
    // Nobody waits for an answer any more.
    this.#waiting.promise.catch(() => {});
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let length = chunk.length;
    if (this.#left === undefined) {
      const end = chunk.indexOf('\r\n\r\n');
      this.#head += chunk.toString('latin1', 0, end < 0 ? length : end);
      if (end < 0) return;
      this.#status = Number(this.#head.slice(9, 12));
      this.#left = Number(/content-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
      this.#head = '';
      length -= end + 4;
    }
    this.#left -= length;
    if (this.#left > 0) return;
    this.#left = undefined;
    this.#waiting.resolve(this.#status);
  }
}
