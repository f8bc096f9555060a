import { listDistinctAddresses } from './addresses.ts';
import { askAll } from './load.ts';
import { memoryOf, type Served } from './measure.ts';

const CONNECTIONS = 16;

/**
 * Asks a portal for so many distinct addresses that exist, and in turn for as many mistyped ones, none of them twice.
 * @returns how many times the memory after a tenth of the requests the portal has after all of them
 * @throws where a page is not there, or a mistyped address is
 */
export async function measureMemoryGrowth(served: Served, dataDir: string, distinctCount: number): Promise<number> {
  const distinct = await listDistinctAddresses(dataDir, distinctCount);
  const tenth = Math.ceil(distinctCount / 10);
  await askWithMistyped(served, distinct.slice(0, tenth));
  const before = memoryOf(served.child.pid ?? 0);
  await askWithMistyped(served, distinct.slice(tenth));
  return memoryOf(served.child.pid ?? 0) / before;
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
