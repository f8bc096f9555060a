import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ContentFile, openContentFile, replyWith } from '../../content-files/index.ts';
import { CONSTANT_HEADERS } from '../headers.ts';
import type { Sendable } from './answer.ts';
import { plainPage } from './plain-page.ts';

/** How long a client may take none of a file, in milliseconds: an open file is dear. */
const STALL_TIMEOUT = 30_000;

/** A file of the content folder. What is kept is where it lies: its bytes are sent as they are on the disk at that moment. */
export class FileAnswer implements Sendable {
  readonly status = 200;
  /** Bytes of memory. */
  readonly size = 1_024;
  readonly #contentDir: string;
  readonly #path: string;
  readonly #version: string;

  /** @param name of the file, as `FILE_HEADER` has it */
  constructor(contentDir: string, name: string) {
    const [path = '', version = ''] = name.split(' ');
    this.#contentDir = contentDir;
    this.#path = decodeURIComponent(path);
    this.#version = version;
  }

  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await openContentFile(this.#contentDir, this.#path);
    // Gone before the index knows it.
    if (!file) return plainPage(404).send(request, response);
    await sendFile(request, response, file, request.url?.endsWith(`?v=${this.#version}`) === true);
  }
}

/**
 * Sends a file, or what of it is asked for, and closes it.
 * @param isVersioned whether the address names the version
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ContentFile,
  isVersioned: boolean,
): Promise<void> {
  try {
    // It has left while the file was made.
    if (response.destroyed) return;
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    };
    const { status, headers, part } = replyWith({ method: request.method ?? 'GET', header }, file, isVersioned);
    response.writeHead(status, { ...CONSTANT_HEADERS, ...headers });
    if (!part) {
      response.end();
      return;
    }
    response.setTimeout(STALL_TIMEOUT);
    const bytes = file.handle.createReadStream({ ...part, autoClose: false });
    await pipeline(bytes, response);
    // The file became shorter meanwhile: the client must not wait for the rest.
    if (bytes.bytesRead < part.end - part.start + 1) response.destroy();
  } catch (error) {
    if (!hasLeft(error)) throw error;
  } finally {
    await file.handle.close();
  }
}

/** True for what a client causes that goes away. */
const hasLeft = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ECONNRESET', 'EPIPE'].includes(String(error.code));
