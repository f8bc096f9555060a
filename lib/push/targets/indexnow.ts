import type { PushSettings } from '../settings.ts';
import type { PushReply, PushTarget } from '../target.ts';
import { isSuccess, post, toRefusal } from './post.ts';

/** Most addresses of one request (indexnow.org). */
const BATCH_SIZE = 10_000;

/** Bing, Yandex and others by IndexNow (indexnow.org). @param home address of the home page, without its trailing slash */
export class IndexNow implements PushTarget {
  readonly name = 'IndexNow';
  readonly takes = 'addresses';
  readonly takesGone = true;
  readonly batchSize = BATCH_SIZE;
  readonly #home: string;
  readonly #settings: Required<PushSettings>['indexNow'];

  constructor(home: string, settings: Required<PushSettings>['indexNow']) {
    this.#home = home;
    this.#settings = settings;
  }

  async send(items: readonly string[], now: number, signal: AbortSignal): Promise<PushReply> {
    const { key, endpoint } = this.#settings;
    const body = JSON.stringify({
      host: new URL(this.#home).host,
      key,
      keyLocation: `${this.#home}/${key}.txt`,
      urlList: items.map((path) => this.#home + path),
    });
    const result = await post(endpoint, 'application/json; charset=utf-8', body, now, signal);
    return isSuccess(result) ? { kind: 'taken' } : toRefusal(result);
  }
}
