import { listDistinctAddresses } from './addresses.ts';
import { askAll } from './load.ts';
import { memoryByScript, type Served } from './measure.ts';

const CONNECTIONS = 16;

/** Memory of one process of a portal. */
export interface MemoryGrowth {
  /** Name of the script that it runs. */
  script: string;
  /** After all requests, in megabytes. */
  megabytes: number;
  /** How many times what it was after a tenth of the requests. */
  growth: number;
}

/**
 * Asks a portal for so many distinct addresses that exist, and in turn for as many mistyped ones, none of them twice.
 * @returns the memory of each process that was there from the tenth to the end
 * @throws where a page is not there, or a mistyped address is
 */
export async function measureMemoryGrowth(
  served: Served,
  dataDir: string,
  distinctCount: number,
): Promise<MemoryGrowth[]> {
  const distinct = await listDistinctAddresses(dataDir, distinctCount);
  const tenth = Math.ceil(distinctCount / 10);
  await askWithMistyped(served, distinct.slice(0, tenth));
  const before = memoryByScript(served.child.pid ?? 0);
  await askWithMistyped(served, distinct.slice(tenth));
  const after = memoryByScript(served.child.pid ?? 0);
  return [...after].flatMap(([script, megabytes]) => {
    const earlier = before.get(script);
    return earlier === undefined ? [] : [{ script, megabytes, growth: megabytes / earlier }];
  });
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
