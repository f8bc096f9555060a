import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PictureOrder } from '../../pictures/index.ts';
import type { PictureStore } from '../../pictures/kept/index.ts';
import { CONSTANT_HEADERS } from '../headers.ts';
import type { Sendable } from './answer.ts';
import { sendFile } from './file-answer.ts';

/** A picture that is made when it is first asked for. What is kept in memory is which one. */
export class PictureAnswer implements Sendable {
  readonly status = 200;
  /** Bytes of memory. */
  readonly size = 1_024;
  readonly #pictures: PictureStore;
  readonly #order: PictureOrder;
  readonly #fallback: string;

  /** @param fallback address of what readers get where the picture cannot be made */
  constructor(pictures: PictureStore, order: PictureOrder, fallback: string) {
    this.#pictures = pictures;
    this.#order = order;
    this.#fallback = fallback;
  }

  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await this.#pictures.open(this.#order);
    if (file) return sendFile(request, response, file, true);
    // It may be made the next time.
    const headers = {
      ...CONSTANT_HEADERS,
      location: this.#fallback,
      'cache-control': 'no-store',
      'content-length': '0',
    };
    response.writeHead(307, headers).end();
  }
}
