import { rmSync } from 'node:fs';
import { quantile } from '../measure.ts';
import { openGin } from './gin.ts';
import { type Answer, DEPTHS, type LiveFigure, type LiveSearch, openFts5, openOwn } from './live-searches.ts';
import { countArticles, drawQueries, iterateTexts, listCommonWords, type Text } from './texts.ts';

/** Documents that are changed one by one, and together at most. */
const SINGLE_CHANGES = 100;
const BATCH = 5_000;
/** Groups of documents: those that are updated or removed, one by one or together. */
const GROUPS = 4;

/** Searches that are exact and can be kept up to date, by their names. */
export const LIVE_SEARCHES: Readonly<Record<string, (folder: string) => LiveSearch | Promise<LiveSearch>>> = {
  fts5: openFts5,
  gin: openGin,
};

type Report = (figure: LiveFigure) => void;

/**
 * Compares the portal's search with others that are exact and kept up to date, on the articles of one index. Their answers are
 * compared with the portal's, before and after the changes.
 * @param folder for their indexes; not there before or after
 * @param names of `LIVE_SEARCHES`
 */
export async function compareLiveSearches(
  dataDir: string,
  folder: string,
  names: readonly string[],
  report: Report,
): Promise<void> {
  const source = new NumberedTexts(dataDir);
  const sets = [
    ['drawn queries', drawQueries(dataDir, 200)],
    ['common words', listCommonWords(dataDir, 20)],
  ] as const;
  let own: string[] | undefined;
  for (const name of ['finews', ...names]) {
    const search = await (LIVE_SEARCHES[name] ?? openOwn)(folder);
    const answers = await measureSearch(search, source, sets, (figure) =>
      report({ ...figure, name: `${name}: ${figure.name}` }),
    );
    await search.close();
    rmSync(folder, { recursive: true, force: true });
    own ??= answers;
    const different = own.filter((answer, i) => answer !== answers[i]).length;
    if (answers !== own) report({ name: `${name}: answers that differ`, value: different, unit: 'queries' });
  }
}

/** Builds, asks, changes and asks again. @returns all answers */
async function measureSearch(
  search: LiveSearch,
  source: NumberedTexts,
  sets: readonly (readonly [name: string, queries: readonly string[]])[],
  report: Report,
): Promise<string[]> {
  const built = await measure(async () => {
    await search.change([], source.iterate());
    await search.finishBuild();
  });
  report({ name: 'to build', value: (built - source.spent) / 1_000, unit: 's' });
  for (const size of await search.listSizes()) report(size);
  const queries = sets.flatMap(([, list]) => list);
  const ask = async (): Promise<string[]> => {
    const answers: string[] = [];
    for (const query of queries) answers.push(show(await search.find(query, 'counts by category and year')));
    return answers;
  };
  const before = await ask();
  for (const [set, list] of sets) {
    for (const depth of DEPTHS) {
      search.forget();
      await search.find(WARMING_QUERY, depth);
      const times: number[] = [];
      for (const query of list) times.push(await measure(() => search.find(query, depth)));
      report({ name: `${set}, ${depth}, median`, value: quantile(times, 0.5), unit: 'ms' });
      report({ name: `${set}, ${depth}, p95`, value: quantile(times, 0.95), unit: 'ms' });
    }
  }
  for (const figure of (await search.listOthers?.(queries)) ?? []) report(figure);
  await measureChanges(search, source.kept, report);
  return [...before, ...(await ask())];
}

/** Milliseconds that something takes. */
async function measure(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** Loads what a search keeps in memory of an index; none of the queries. */
const WARMING_QUERY = '没有的词';

/**
 * The texts of an index, numbered in the order of time, since FTS5 lists hits by their numbers. They are read one by one: a
 * heap that holds them all makes every query wait for the garbage collector.
 */
class NumberedTexts {
  readonly #dataDir: string;
  /** Milliseconds that the last iteration took by itself. */
  spent = 0;
  /** Texts that are spread evenly, in `GROUPS` groups of at most `BATCH`. */
  kept: Text[][] = [];

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  *iterate(): Generator<Text> {
    this.spent = 0;
    this.kept = Array.from({ length: GROUPS }, () => []);
    const every = Math.max(GROUPS, Math.floor(countArticles(this.#dataDir) / BATCH));
    let id = 0;
    let started = performance.now();
    for (const text of iterateTexts(this.#dataDir)) {
      const numbered = { ...text, id: ++id };
      this.kept[id % every]?.push(numbered);
      this.spent += performance.now() - started;
      yield numbered;
      started = performance.now();
    }
  }
}

/** Replaces and removes documents that are spread over the index, one by one and many at once. */
async function measureChanges(
  search: LiveSearch,
  [updated = [], removed = [], updatedTogether = [], removedTogether = []]: readonly Text[][],
  report: Report,
): Promise<void> {
  const timeOf = (remove: readonly Text[], add: readonly Text[]): Promise<number> =>
    measure(() =>
      search.change(
        remove.map(({ id }) => id),
        add,
      ),
    );
  const changed = (text: Text): Text => ({ ...text, title: `${text.title}更正` });
  for (const [change, texts, toAdded] of [
    ['update', updated, (text: Text) => [changed(text)]],
    ['removal', removed, () => []],
  ] as const) {
    const times: number[] = [];
    for (const text of thin(texts)) times.push(await timeOf([text], toAdded(text)));
    report({ name: `${change} of one document, median`, value: quantile(times, 0.5), unit: 'ms' });
    report({ name: `${change} of one document, p95`, value: quantile(times, 0.95), unit: 'ms' });
  }
  for (const [change, texts, added] of [
    ['update', updatedTogether, updatedTogether.map(changed)],
    ['removal', removedTogether, []],
  ] as const) {
    const name = `${change} of ${texts.length} documents together`;
    report({ name, value: await timeOf(texts, added), unit: 'ms' });
  }
}

/** `SINGLE_CHANGES` of them, evenly spread. */
function thin(texts: readonly Text[]): Text[] {
  const step = Math.ceil(texts.length / SINGLE_CHANGES);
  return texts.filter((_, i) => i % step === 0);
}

/** An answer as a text that can be compared. */
function show({ newest, total, categories, years }: Partial<Answer>): string {
  const sorted = (counts: Map<number, number> | undefined) => [...(counts ?? [])].sort(([a], [b]) => a - b);
  return JSON.stringify([newest, total, sorted(categories), sorted(years)]);
}
