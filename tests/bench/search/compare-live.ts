import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { quantile } from '../measure.ts';
import { type Answer, DEPTHS, type LiveSearch, openFts5, openOwn } from './live-searches.ts';
import { countArticles, drawQueries, iterateTexts, listCommonWords, type Text } from './texts.ts';

/** Documents that are changed one by one, and together at most. */
const SINGLE_CHANGES = 100;
const BATCH = 5_000;
/** Groups of documents: those that are updated or removed, one by one or together. */
const GROUPS = 4;

/** A figure of the comparison: milliseconds unless the name says otherwise. */
export interface Fts5Figure {
  name: string;
  value: number;
  unit: 's' | 'ms' | 'MB' | 'queries';
}

/**
 * Compares the portal's search with FTS5 over written-out bigrams on the articles of one index: both are exact, both are kept up
 * to date. Answers of both are compared before and after the changes.
 * @param folder for their indexes; not there before or after
 */
export function compareWithFts5(dataDir: string, folder: string, report: (figure: Fts5Figure) => void): void {
  const source = new NumberedTexts(dataDir);
  const sets = [
    ['drawn queries', drawQueries(dataDir, 200)],
    ['common words', listCommonWords(dataDir, 20)],
  ] as const;
  const queries = sets.flatMap(([, list]) => list);
  const answers: string[][] = [];
  for (const [name, openSearch] of [
    ['finews', openOwn],
    ['fts5', openFts5],
  ] as const) {
    const file = join(folder, `${name}.sqlite`);
    mkdirSync(folder, { recursive: true });
    const writing = new DatabaseSync(file);
    writing.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    let reading: DatabaseSync | undefined;
    const search = openSearch(writing, () => {
      reading ??= openReading(file);
      return reading;
    });
    const measure = (run: () => void): number => {
      const started = performance.now();
      run();
      return performance.now() - started;
    };
    const built = measure(() => {
      search.change([], source.iterate());
      search.optimize();
    });
    report({ name: `${name}: to build`, value: (built - source.spent) / 1_000, unit: 's' });
    report({ name: `${name}: index`, value: megabytesOf(writing), unit: 'MB' });
    writing.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const ask = (): string[] => queries.map((query) => show(search.find(query, 'counts by category and year')));
    const found = [ask()];
    for (const [set, list] of sets) {
      for (const depth of DEPTHS) {
        search.forget();
        search.find(WARMING_QUERY, depth);
        const times = list.map((query) => measure(() => search.find(query, depth)));
        report({ name: `${name}: ${set}, ${depth}, median`, value: quantile(times, 0.5), unit: 'ms' });
        report({ name: `${name}: ${set}, ${depth}, p95`, value: quantile(times, 0.95), unit: 'ms' });
      }
    }
    measureChanges(name, search, source.kept, report);
    found.push(ask());
    answers.push(found.flat());
    reading?.close();
    writing.close();
    rmSync(folder, { recursive: true });
  }
  const [own = [], others = []] = answers;
  const different = own.filter((answer, i) => answer !== others[i]).length;
  report({ name: 'answers that differ between both', value: different, unit: 'queries' });
}

/** Loads what a search keeps in memory of an index; none of the queries. */
const WARMING_QUERY = '没有的词';

function openReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec('PRAGMA cache_size = -16384');
  return db;
}

/** Pages in use. */
function megabytesOf(db: DatabaseSync): number {
  const pragma = (name: string): number => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  return (pragma('page_size') * (pragma('page_count') - pragma('freelist_count'))) / 1e6;
}

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
function measureChanges(
  name: string,
  search: LiveSearch,
  [updated = [], removed = [], updatedTogether = [], removedTogether = []]: readonly Text[][],
  report: (figure: Fts5Figure) => void,
): void {
  const timeOf = (remove: readonly Text[], add: readonly Text[]): number => {
    const started = performance.now();
    search.change(
      remove.map(({ id }) => id),
      add,
    );
    return performance.now() - started;
  };
  const changed = (text: Text): Text => ({ ...text, title: `${text.title}更正` });
  const times = {
    'update of one document': thin(updated).map((text) => timeOf([text], [changed(text)])),
    'removal of one document': thin(removed).map((text) => timeOf([text], [])),
  };
  for (const [change, list] of Object.entries(times)) {
    report({ name: `${name}: ${change}, median`, value: quantile(list, 0.5), unit: 'ms' });
    report({ name: `${name}: ${change}, p95`, value: quantile(list, 0.95), unit: 'ms' });
  }
  const together = {
    [`update of ${updatedTogether.length} documents together`]: timeOf(updatedTogether, updatedTogether.map(changed)),
    [`removal of ${removedTogether.length} documents together`]: timeOf(removedTogether, []),
  };
  for (const [change, value] of Object.entries(together)) report({ name: `${name}: ${change}`, value, unit: 'ms' });
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
