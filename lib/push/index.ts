/**
 * Tells others what has changed: search engines (IndexNow, Baidu) and WebSub hubs. An update notes what it changes in a queue of its
 * own, an SQLite file in the data folder; what waits there is sent in the indexer's idle time. Neither can fail or hold up an update.
 *
 * Target: who is told. Item: what a target is told of, an address or a feed.
 */
import type { PushSettings } from './settings.ts';
import type { PushTarget } from './target.ts';
import { Baidu } from './targets/baidu.ts';
import { IndexNow } from './targets/indexnow.ts';
import { Hub } from './targets/websub.ts';

export { SiteChanges } from './changes.ts';
export { ChangeNotes } from './note-changes.ts';
export { countWaiting, PushQueue } from './queue.ts';
export { startPushing } from './run.ts';
export { PushSender } from './sender.ts';

const LOOPBACK = /^(?:localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/;

/** What decides who is told. */
interface PushingSite {
  /** Origin without a trailing slash. */
  url: string;
  /** The folder of the host that the portal lies in; the root where absent. */
  basePath?: string;
  /** True where readers do not see all that is shown. */
  drafts: boolean;
  push?: PushSettings;
}

/** Who is told of a site's changes: nobody where the site is shown to editors or on its own machine alone. */
export function targetsOf({ url: origin, basePath = '', drafts, push }: PushingSite): PushTarget[] {
  if (!push || drafts || LOOPBACK.test(new URL(origin).hostname)) return [];
  const url = origin + basePath;
  const { indexNow, baidu, hubs } = push;
  return [
    ...(indexNow ? [new IndexNow(url, indexNow)] : []),
    ...(baidu?.token === undefined ? [] : [new Baidu(url, { ...baidu, token: baidu.token })]),
    ...hubs.map((hub) => new Hub(url, hub)),
  ];
}
