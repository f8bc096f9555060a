import { quantile } from '../measure.ts';
import { ENGINES } from './engines.ts';
import { drawQueries, iterateTexts, type Text } from './texts.ts';

/** What one way to search does with the same posts and queries. */
export interface Comparison {
  name: string;
  /** Mean over the queries of found among those that a scan finds. */
  recall: number;
  /** Of the first twenty and the count of all, one query after another, in milliseconds. */
  p95: number;
  megabytes: number;
  /** To build the index of folded texts that lie in memory. */
  seconds: number;
}

/**
 * Compares searches over the articles of one index: this portal's and those that are named, where they are installed.
 * @param folder for their indexes; not there before or after
 */
export async function compareSearches(
  dataDir: string,
  folder: string,
  names: readonly string[],
): Promise<Comparison[]> {
  const texts = [...iterateTexts(dataDir)];
  const queries = drawQueries(dataDir, 200);
  const expected = queries.map((query) => {
    const terms = query.split(' ');
    const holds = ({ title, text }: Text, term: string): boolean => title.includes(term) || text.includes(term);
    return texts.filter((text) => terms.every((term) => holds(text, term))).map(({ id }) => id);
  });
  const comparisons: Comparison[] = [];
  for (const name of names) {
    const engine = await ENGINES[name]?.(texts, folder);
    if (!engine) {
      console.error(`${name} is not installed: left out`);
      continue;
    }
    const times: number[] = [];
    for (const query of queries) {
      const started = performance.now();
      await engine.findFirst(query);
      times.push(performance.now() - started);
    }
    let recall = 0;
    for (const [i, query] of queries.entries()) {
      const found = new Set(await engine.findAll(query));
      const wanted = expected[i] ?? [];
      recall += wanted.filter((id) => found.has(id)).length / wanted.length;
    }
    await engine.close();
    const { seconds, megabytes } = engine;
    comparisons.push({ name, recall: recall / queries.length, p95: quantile(times, 0.95), megabytes, seconds });
  }
  return comparisons;
}
