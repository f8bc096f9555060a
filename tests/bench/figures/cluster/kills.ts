import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNginxInstalled, startNginx } from '../../../../deploy/cluster/balancer.ts';
import { Cluster } from '../../../../deploy/cluster/cluster.ts';
import { startTestBalancer } from '../../../support/cluster/balancer.ts';
import { checkPublished, Kills, VICTIMS, type Victim } from '../../../support/cluster/kills.ts';
import { Publisher } from '../../../support/cluster/publisher.ts';
import { Readers } from '../../../support/cluster/readers.ts';
import { randomFrom } from '../../../support/random.ts';
import { freePort } from '../../../support/servers/free-port.ts';
import { until } from '../../../support/wait.ts';
import type { BenchArchive } from '../../bench-archive.ts';
import { quantile } from '../../measure.ts';
import type { Report } from '../../report.ts';

const RATE = 200;
const READERS = 40;
/** Milliseconds between two posts. */
const POST_INTERVAL = 1_000;

/**
 * A cluster of which something is killed again and again, at random, under `RATE` requests a second, of which each answer is checked.
 * @param seconds in which kills begin; each kind of part is killed at least once
 */
export async function benchKills(archive: BenchArchive, report: Report, seconds: number, seed: number): Promise<void> {
  const { posts } = archive;
  const root = mkdtempSync(join(tmpdir(), 'finews-kills-'));
  chmodSync(root, 0o711);
  const contentDir = join(root, 'content');
  cpSync(archive.contentDir, contentDir, { recursive: true });
  const hasNginx = isNginxInstalled();
  console.error(`kills: seed ${seed}, ${hasNginx ? 'nginx' : 'a balancer of the tests'} before the nodes`);
  const publisher = new Publisher(contentDir, POST_INTERVAL);
  let cluster: Cluster | undefined;
  try {
    cluster = await Cluster.start({
      folder: join(root, 'servers'),
      contentDir,
      webNodes: 3,
      workers: 1,
      ingesters: 2,
      password: 'finews',
      nextPort: freePort,
      startBalancer: hasNginx ? startNginx : startTestBalancer,
    });
    const { kills, readers, took } = await killInTurn(cluster, publisher, seconds, seed);
    for (const line of [...readers.lost, ...readers.wrong].slice(0, 20)) console.error(line);
    const { missing, doubled } = await checkPublished(cluster.url, publisher.count);
    report.add(posts, 'kills', kills.pauses.length, '');
    report.add(posts, 'requests', readers.answered + readers.lost.length, '');
    report.add(posts, '… a second', readers.answered / took, '/s');
    report.add(posts, 'requests lost', readers.lost.length, '', { most: 0 });
    for (const [status, lines] of Map.groupBy(readers.lost, (line) => /: (\d{3}) /.exec(line)?.[1] ?? 'no answer')) {
      report.add(posts, `… with ${status}`, lines.length, '');
    }
    report.add(posts, 'answers wrong', readers.wrong.length, '', { most: 0 });
    report.add(posts, 'files written', publisher.count, '');
    report.add(posts, 'files lost', missing.length, '', { most: 0 });
    report.add(posts, 'files doubled', doubled.length, '', { most: 0 });
    reportPauses(kills, posts, report);
    report.add(posts, 'slowest answer', readers.slowest, 'ms');
  } finally {
    await publisher.stop();
    await cluster?.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Kills one after another while readers read. @returns what became of it, and the seconds that it took */
async function killInTurn(cluster: Cluster, publisher: Publisher, seconds: number, seed: number) {
  const readers = new Readers(cluster.url, READERS, (1000 * READERS) / RATE, seed);
  try {
    const random = randomFrom(seed);
    const kills = new Kills(cluster, publisher, readers, random);
    const started = performance.now();
    for (let n = 0; n < VICTIMS.length || performance.now() - started < 1000 * seconds; n++) {
      const victim = VICTIMS[n < VICTIMS.length ? n : Math.floor(random() * VICTIMS.length)] as Victim;
      await kills.kill(victim);
      console.error(
        `kills: ${victim}, seen again after ${kills.pauses.at(-1)?.seconds.toFixed(1)} s; ${readers.lost.length} lost`,
      );
    }
    const took = (performance.now() - started) / 1000;
    await publisher.stop();
    await until('all articles to be seen', () => readers.newest === publisher.count);
    return { kills, readers, took };
  } finally {
    await readers.stop();
  }
}

function reportPauses({ pauses, takeovers, worksAgain, resumed }: Kills, posts: number, report: Report): void {
  for (const victim of VICTIMS) {
    const times = pauses.filter((pause) => pause.victim === victim).map((pause) => pause.seconds);
    report.add(posts, `${victim} killed: most until a new file is seen`, Math.max(...times), 's');
  }
  const takeover = quantile(takeovers, 1);
  report.add(posts, 'from the death of an ingester until another takes over', takeover, 's', { most: 5 });
  report.add(posts, '… until it has looked at the whole content folder', quantile(worksAgain, 1), 's');
  report.add(posts, 'from promotion until a new file is seen', quantile(resumed, 1), 's', { most: 10 });
}
