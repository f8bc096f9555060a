import type { PushReply, PushTarget } from '../target.ts';
import { isSuccess, post, toRefusal } from './post.ts';

/** A WebSub hub, which is told of a feed that has changed (PubSubHubbub 0.4, 7; WebSub leaves the form to the hub). */
export class Hub implements PushTarget {
  readonly name: string;
  readonly takes = 'feeds';
  readonly takesGone = true;
  /** Not every hub takes several feeds at once. */
  readonly batchSize = 1;
  readonly #home: string;
  readonly #url: string;

  /** @param home address of the home page, without its trailing slash */
  constructor(home: string, url: string) {
    this.name = `the hub ${url}`;
    this.#home = home;
    this.#url = url;
  }

  async send(items: readonly string[], now: number, signal: AbortSignal): Promise<PushReply> {
    const body = new URLSearchParams([['hub.mode', 'publish'], ...items.map((path) => ['hub.url', this.#home + path])]);
    const result = await post(this.#url, 'application/x-www-form-urlencoded', String(body), now, signal);
    return isSuccess(result) ? { kind: 'taken' } : toRefusal(result);
  }
}
