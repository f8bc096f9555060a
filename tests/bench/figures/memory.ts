import { listDistinctAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { askAll } from '../clients/load.ts';
import { memoryByScript, type Served } from '../measure.ts';
import type { Report } from '../report.ts';

const CONNECTIONS = 16;
/** A tenth of them fills the front's cache. After fewer, what may be kept is not all there yet. */
const LEAST_REQUESTS = 100_000;

/**
 * Asks a portal for distinct addresses that exist, and in turn for as many mistyped ones, none of them twice. Reports the memory
 * of each process that was there from the tenth to the end.
 * @param requestCount of both kinds together
 * @throws where a page is not there, or a mistyped address is
 */
export async function benchMemory(
  { posts, location }: BenchArchive,
  served: Served,
  report: Report,
  requestCount: number,
): Promise<void> {
  const distinctCount = Math.floor(requestCount / 2);
  console.error(`memory: asking for ${distinctCount} distinct and as many mistyped addresses …`);
  const distinct = await listDistinctAddresses(location, distinctCount);
  const tenth = Math.ceil(distinctCount / 10);
  await askWithMistyped(served, distinct.slice(0, tenth));
  const before = memoryByScript(served.child.pid ?? 0);
  await askWithMistyped(served, distinct.slice(tenth));
  const limit = requestCount >= LEAST_REQUESTS ? { most: 1.1 } : undefined;
  for (const [script, megabytes] of memoryByScript(served.child.pid ?? 0)) {
    const earlier = before.get(script);
    if (earlier === undefined) continue;
    report.add(posts, `memory of ${script} after ${2 * distinctCount} addresses`, megabytes, 'MB');
    report.add(posts, '… against after a tenth of them', megabytes / earlier, '×', limit);
  }
}

async function askWithMistyped(served: Served, addresses: readonly string[]): Promise<void> {
  function* iterate(): Generator<string> {
    for (const address of addresses) {
      yield served.url + address;
      const [path = '', query = ''] = address.split('?');
      yield `${served.url}${path}x${encodeURIComponent(query)}`;
    }
  }
  const statuses = await askAll(iterate(), CONNECTIONS);
  const missing = statuses.get(404) ?? 0;
  const found = (statuses.get(200) ?? 0) + (statuses.get(308) ?? 0);
  if (found !== addresses.length || missing !== addresses.length) {
    throw new Error(`expected ${addresses.length} pages and as many missing, found ${JSON.stringify([...statuses])}`);
  }
}
