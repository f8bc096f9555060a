import { setTimeout as sleep } from 'node:timers/promises';
import { searchHref } from '../../../lib/addresses.ts';
import { StateCheck } from '../../support/readers/state-check.ts';
import { listArticleAddresses, listListingAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { CHANGES, type Changes } from '../changes.ts';
import { askAll, startClosedLoad } from '../clients/load.ts';
import { quantile, type Served } from '../measure.ts';
import type { Report } from '../report.ts';

const CONNECTIONS = 64;
/** Readers beside the load who look at what they get. */
const CHECKING_READERS = 3;
/** Between two answers of such a reader, in milliseconds: they check, and are no load. */
const CHECK_PAUSE = 100;
/** How long nothing changes at most: the rate is steady. */
const MOST_QUIET_SECONDS = 60;
/** Addresses that readers ask for at random: half articles, a quarter listings, the rest feeds, searches and the home page. */
const HOT_ARTICLES = 1_000;
const HOT_LISTINGS = 500;
const HOT_SEARCHES = 300;

/**
 * Hot pages while nothing changes, and while something changes each second: for each kind of change, in the same run.
 * @param only words of the names of the kinds that are measured; all where it is empty
 */
export async function benchHotPages(
  archive: BenchArchive,
  served: Served,
  report: Report,
  seconds: number,
  only: readonly string[],
): Promise<void> {
  const { posts } = archive;
  const paths = await listHotAddresses(archive);
  const startLoad = () => startClosedLoad(served.url, paths, CONNECTIONS);
  // A day's first article changes the navigation of all pages. It has no number that is looked for.
  archive.publish(-1);
  await sleep(2_000);
  // Everything is kept before it is measured.
  const keepAll = () =>
    askAll(
      paths.map((path) => served.url + path),
      CONNECTIONS,
    );
  await keepAll();

  const checking = startChecking(served, CHANGES[0]?.pages ?? [], () => []);
  const load = startLoad();
  const quietSeconds = Math.min(seconds, MOST_QUIET_SECONDS);
  await sleep(1000 * quietSeconds);
  const quiet = await load.stop();
  await checking.stop();
  const quietRate = quiet.length / quietSeconds;
  report.add(posts, 'hot pages, nothing changed', quietRate, '/s');
  report.add(posts, '… p99', quantile(quiet, 0.99), 'ms');
  const kinds = CHANGES.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
  for (const changes of kinds) {
    changes.prepare?.(archive, seconds);
    await sleep(2_000);
    await keepAll();
    const { times, milliseconds, delays, check } = await measureChanges(archive, served, changes, seconds, startLoad);
    for (let n = 0; n < seconds; n++) archive.remove(n);
    const rate = (1000 * times.length) / milliseconds;
    report.add(posts, `hot pages, ${changes.name} a second`, rate, '/s');
    report.add(posts, '… against nothing changed', rate / quietRate, '×', { least: 0.7 });
    report.add(posts, '… p99', quantile(times, 0.99), 'ms', { most: 50 });
    report.add(posts, '… file written until the home page shows it, the slowest', Math.max(...delays), 's', {
      most: 1,
    });
    report.add(posts, '… answers checked', check.checked, '');
    report.add(posts, '… of an older state, or of two', check.wrong.length, '', { most: 0 });
    for (const line of check.wrong.slice(0, 10)) console.error(line);
  }
  archive.unpublish();
}

/** Changes something each second, under a load. */
async function measureChanges(
  archive: BenchArchive,
  served: Served,
  { change, pages, listStates }: Changes,
  seconds: number,
  startLoad: () => ReturnType<typeof startClosedLoad>,
) {
  // A small archive has no second page of a category.
  const statuses = await Promise.all(pages.map(async (page) => (await fetch(served.url + page)).status));
  const shown = pages.filter((_, i) => statuses[i] === 200);
  const checking = startChecking(served, shown, (text) => listStates(text, seconds));
  const load = startLoad();
  const delays: number[] = [];
  const started = performance.now();
  for (let n = 0; n < seconds; n++) {
    await sleep(Math.max(0, started + 1000 * n - performance.now()));
    change(archive, n, seconds);
    const written = performance.now();
    while (Math.max(-1, ...listStates(await readPage(served, '/'), seconds)) < n) await sleep(10);
    delays.push((performance.now() - written) / 1000);
  }
  const times = await load.stop();
  const milliseconds = performance.now() - started;
  const check = await checking.stop();
  return { times, milliseconds, delays, check };
}

const readPage = async (served: Served, page: string): Promise<string> => (await fetch(served.url + page)).text();

/** Starts readers who look at what they get. They read while nothing changes too, so that both loads are the same. */
function startChecking(served: Served, pages: readonly string[], listStates: (text: string) => number[]) {
  const check = new StateCheck();
  let isOver = false;
  const look = async (reader: number): Promise<void> => {
    for (let i = reader; !isOver; i++) {
      const page = pages[i % pages.length] ?? '/';
      await check.check(page, () => readPage(served, page), listStates);
      await sleep(CHECK_PAUSE);
    }
  };
  const readers = Promise.all(Array.from({ length: CHECKING_READERS }, (_, reader) => look(reader)));
  const stop = async (): Promise<StateCheck> => {
    isOver = true;
    await readers;
    return check;
  };
  return { stop };
}

async function listHotAddresses({ location }: BenchArchive): Promise<string[]> {
  const searches = Array.from({ length: HOT_SEARCHES }, (_, i) =>
    searchHref({ q: `${['银行', '利率', '港口', '央行'][i % 4]} ${1 + (i >> 2)}` }),
  );
  return [
    '/',
    ...(await listArticleAddresses(location, HOT_ARTICLES)),
    ...(await listListingAddresses(location, HOT_LISTINGS)),
    ...searches,
  ];
}
