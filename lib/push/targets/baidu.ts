import { startOfDayAt } from '../../calendar.ts';
import type { PushSettings } from '../settings.ts';
import type { PushReply, PushTarget } from '../target.ts';
import { isSuccess, post, toRefusal } from './post.ts';

/** Most addresses of one request. */
const BATCH_SIZE = 2_000;
/** Baidu counts what a site pushes by its own days. */
const ZONE = 'Asia/Shanghai';
const DAY_SECONDS = 86_400;

/** What Baidu answers. */
interface BaiduAnswer {
  /** How many addresses it takes yet on this day. */
  remain?: number;
  success?: number;
  /** Addresses that it will never take. */
  not_same_site?: unknown[];
  not_valid?: unknown[];
  /** Why it took none. */
  message?: string;
}

/** Baidu's push API. It takes addresses to look at; what is gone it finds by itself. */
export class Baidu implements PushTarget {
  readonly name = 'Baidu';
  readonly takes = 'addresses';
  readonly takesGone = false;
  readonly batchSize = BATCH_SIZE;
  readonly #home: string;
  readonly #url: string;

  /** @param home address of the home page, without its trailing slash */
  constructor(home: string, { site, endpoint, token }: Required<Required<PushSettings>['baidu']>) {
    this.#home = home;
    this.#url = `${endpoint}?site=${site}&token=${encodeURIComponent(token)}`;
  }

  async send(items: readonly string[], now: number, signal: AbortSignal): Promise<PushReply> {
    const body = items.map((path) => this.#home + path).join('\n');
    const result = await post(this.#url, 'text/plain', body, now, signal);
    const answer = 'text' in result ? parse(result.text) : {};
    if (!isSuccess(result)) {
      // It says so by the status 400, which would blame the addresses.
      if (answer.message === 'over quota')
        return { kind: 'later', reason: 'the quota of the day is used up', retryAt: nextDay(now) };
      return toRefusal(result);
    }
    const refused = (answer.not_same_site?.length ?? 0) + (answer.not_valid?.length ?? 0);
    // It does not say which ones it has left out.
    if ((answer.success ?? 0) + refused < items.length) {
      return {
        kind: 'later',
        reason: `it took ${answer.success ?? 0} of ${items.length} addresses`,
        ...(answer.remain === 0 && { retryAt: nextDay(now) }),
      };
    }
    return { kind: 'taken', refused, ...(answer.remain === 0 && { pausedUntil: nextDay(now) }) };
  }
}

const nextDay = (now: number): number => startOfDayAt(now, ZONE) + DAY_SECONDS;

function parse(text: string): BaiduAnswer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    // An error page of something in between.
    return {};
  }
}
