/**
 * Notes changes and sends them, in a process that the test kills: push-process.ts DATA_DIR INDEXNOW HUB FIRST COUNT NOW. Prints
 * each change once it is confirmed, and `done` once nothing waits. Its clock stands far enough ahead for every window.
 */
import { PushQueue, PushSender, SiteChanges, targetsOf } from '../../../lib/push/index.ts';

const [dataDir = '', endpoint = '', hub = '', first = '', count = '', clock = ''] = process.argv.slice(2);
let now = Number(clock);
const targets = targetsOf({
  url: 'https://news.example',
  drafts: false,
  push: { indexNow: { key: 'abcdefgh', endpoint }, hubs: [hub] },
});
const queue = new PushQueue(dataDir);
const sender = new PushSender({ queue, now: () => now, onMessage: () => {} });
for (let n = Number(first); n < Number(first) + Number(count); n++) {
  const changes = new SiteChanges();
  changes.addAddress(`/${n}.html`, false);
  changes.addFeed({ kind: 'category', name: `c${n}` });
  queue.prepare(
    targets.flatMap((target) => changes.listFor(target)),
    now,
  );
  queue.confirm(now);
  console.log(n);
  now += 60;
  await sender.sendDue(targets);
}
now += 1e6;
await sender.sendDue(targets);
queue.close();
console.log('done');
