import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseQuery, SEARCH_SCHEMA, SearchIndex, SearchIndexWriter } from '../../../lib/search/index.ts';
import { quantile } from '../measure.ts';
import { drawQueries, listCommonWords, readTexts, type Text } from './queries.ts';

/** What a search page shows of all hits. */
interface Answer {
  newest: number[];
  total: number;
  categories: Map<number, number>;
  years: Map<number, number>;
}

/** How much of an answer is asked for; each includes what stands before it. */
type Depth = 'newest 20' | 'exact count' | 'counts by category and year';
const DEPTHS: readonly Depth[] = ['newest 20', 'exact count', 'counts by category and year'];

/** An index that is kept up to date in a file of its own, with one connection that writes and one that reads. */
interface LiveSearch {
  /** Adds texts, or removes those that are given as numbers alone, in one transaction. */
  change(remove: readonly number[], add: readonly Text[]): void;
  find(query: string, depth: Depth): Partial<Answer>;
  /** Done once after a build from nothing. */
  optimize(): void;
  /** Drops what was kept of earlier queries, so that none is answered by having been asked before. */
  forget(): void;
}

/** Documents that are changed one by one, and together. */
const SINGLE_CHANGES = 100;
const BATCH = 5_000;

function openOwn(writing: DatabaseSync, reading: () => DatabaseSync): LiveSearch {
  writing.exec(SEARCH_SCHEMA);
  let index: SearchIndex | undefined;
  return {
    change: (remove, add) => {
      writing.exec('BEGIN');
      const writer = new SearchIndexWriter(writing);
      for (const id of remove) writer.remove(id);
      for (const { id, title, text, ...facts } of add) {
        const folded = { foldedTitle: title, foldedText: text, signature: undefined };
        writer.add({ article: id, ...folded, ...facts, tags: [], sources: [] });
      }
      writer.settle();
      writing.exec('COMMIT');
    },
    find: (text) => {
      index ??= new SearchIndex(reading());
      const query = parseQuery(text);
      if (!query || 'reason' in query) throw new Error(`${text} is no query`);
      const { articles, ...counts } = index.find(query, { order: 'date', limit: 20 });
      return { newest: articles, ...counts };
    },
    optimize: () => undefined,
    forget: () => {
      index = undefined;
    },
  };
}

/** FTS5 with a token for each bigram, longer terms as phrases, and a table by which hits are counted in one grouping. */
function openFts5(writing: DatabaseSync, reading: () => DatabaseSync): LiveSearch {
  writing.exec(`
    CREATE VIRTUAL TABLE search USING fts5(title, text, content='', contentless_delete=1, tokenize='ascii');
    CREATE TABLE facts (id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL);
    INSERT INTO search(search, rank) VALUES ('hashsize', ${32 * 1024 * 1024});`);
  const sql = {
    insert: writing.prepare('INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)'),
    insertFacts: writing.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)'),
    remove: writing.prepare('DELETE FROM search WHERE rowid = ?'),
    removeFacts: writing.prepare('DELETE FROM facts WHERE id = ?'),
  };
  const buckets = new Map<string, { number: number; text: Text }>();
  const bucketOf = (text: Text): number => {
    const key = [yearOf(text), ...text.categories].join();
    const bucket = buckets.get(key) ?? { number: buckets.size, text };
    buckets.set(key, bucket);
    return bucket.number;
  };
  let prepared: ReturnType<typeof prepareFts5> | undefined;
  return {
    change: (remove, add) => {
      writing.exec('BEGIN');
      for (const id of remove) {
        sql.remove.run(id);
        sql.removeFacts.run(id);
      }
      for (const text of add) {
        sql.insert.run(text.id, toBigrams(text.title), toBigrams(text.text));
        sql.insertFacts.run(text.id, bucketOf(text));
      }
      writing.exec('COMMIT');
    },
    find: (query, depth) => {
      prepared ??= prepareFts5(reading());
      const match = query.split(' ').map(toPhrase).join(' AND ');
      const newest = prepared.newest.all(match).map(({ rowid }) => Number(rowid));
      if (depth === 'newest 20') return { newest };
      if (depth === 'exact count') return { newest, total: Number(prepared.count.get(match)?.count) };
      const answer: Answer = { newest, total: 0, categories: new Map(), years: new Map() };
      const texts = [...buckets.values()].map(({ text }) => text);
      for (const { bucket, count } of prepared.buckets.all(match)) {
        const text = texts[Number(bucket)];
        if (!text) continue;
        answer.total += Number(count);
        add(answer.years, yearOf(text), Number(count));
        for (const category of text.categories) add(answer.categories, category, Number(count));
      }
      return answer;
    },
    optimize: () => writing.exec("INSERT INTO search(search) VALUES ('optimize')"),
    forget: () => undefined,
  };
}

const prepareFts5 = (db: DatabaseSync) => ({
  newest: db.prepare('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 20'),
  count: db.prepare('SELECT count(*) AS count FROM search WHERE search MATCH ?'),
  buckets: db.prepare(
    'SELECT bucket, count(*) AS count FROM search JOIN facts ON id = search.rowid WHERE search MATCH ? GROUP BY bucket',
  ),
});

const yearOf = ({ day }: Text): number => Math.floor(day / 10_000);

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** Stands behind the last character of a text, so that this one begins a token too. */
const END = 0xe0ff;
/** The ascii tokenizer takes all characters beyond ASCII for letters; ASCII and halves of surrogate pairs are moved there. */
const toLetter = (unit: number): number =>
  unit < 0x80 ? 0xe000 + unit : unit >= 0xd800 && unit < 0xe000 ? 0xe100 + (unit - 0xd800) : unit;
const decoder = new TextDecoder('utf-16le');

/** The overlapping bigrams of a text as words. */
function toBigrams(text: string, last = END): string {
  const units = new Uint16Array(3 * text.length);
  for (let i = 0; i < text.length; i++) {
    units[3 * i] = toLetter(text.charCodeAt(i));
    units[3 * i + 1] = i + 1 < text.length ? toLetter(text.charCodeAt(i + 1)) : last;
    units[3 * i + 2] = 0x20;
  }
  return decoder.decode(units);
}

/** A character is the beginning of its bigrams, a longer term the phrase of its own. */
function toPhrase(term: string): string {
  if (term.length === 1) return `"${String.fromCharCode(toLetter(term.charCodeAt(0)))}" *`;
  return `"${toBigrams(term).slice(0, -4)}"`;
}

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
  // FTS5 lists hits by their numbers, so that these have to be in the order of time.
  const texts = readTexts(dataDir)
    .sort((a, b) => a.publishedAt - b.publishedAt)
    .map((text, i) => ({ ...text, id: i + 1 }));
  const sets = [
    ['drawn queries', drawQueries(dataDir, 200)],
    ['common words', listCommonWords(dataDir, 20)],
  ] as const;
  const queries = sets.flatMap(([, list]) => list);
  const answers: Partial<Answer>[][] = [];
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
      search.change([], texts);
      search.optimize();
    });
    report({ name: `${name}: to build`, value: built / 1_000, unit: 's' });
    report({ name: `${name}: index`, value: megabytesOf(writing), unit: 'MB' });
    writing.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const ask = (): Partial<Answer>[] => queries.map((query) => search.find(query, 'counts by category and year'));
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
    measureChanges(name, search, texts, report);
    found.push(ask());
    answers.push(found.flat());
    reading?.close();
    writing.close();
    rmSync(folder, { recursive: true });
  }
  const [own = [], others = []] = answers;
  const different = own.filter((answer, i) => show(answer) !== show(others[i])).length;
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

/** Replaces and removes documents that are spread over the index, one by one and many at once. */
function measureChanges(
  name: string,
  search: LiveSearch,
  texts: readonly Text[],
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
  const spread = (count: number, from: number): Text[] => {
    const step = Math.floor(texts.length / count);
    return Array.from({ length: count }, (_, i) => texts[i * step + from]).filter((text) => text !== undefined);
  };
  const batch = Math.min(BATCH, Math.floor(texts.length / 20));
  const changed = (text: Text): Text => ({ ...text, title: `${text.title}更正` });
  const updates = spread(SINGLE_CHANGES, 0).map((text) => timeOf([text], [changed(text)]));
  report({ name: `${name}: update of one document, median`, value: quantile(updates, 0.5), unit: 'ms' });
  report({ name: `${name}: update of one document, p95`, value: quantile(updates, 0.95), unit: 'ms' });
  const removals = spread(SINGLE_CHANGES, 1).map((text) => timeOf([text], []));
  report({ name: `${name}: removal of one document, median`, value: quantile(removals, 0.5), unit: 'ms' });
  report({ name: `${name}: removal of one document, p95`, value: quantile(removals, 0.95), unit: 'ms' });
  const together = timeOf(spread(batch, 2), spread(batch, 2).map(changed));
  report({ name: `${name}: update of ${batch} documents together`, value: together, unit: 'ms' });
  report({ name: `${name}: removal of ${batch} documents together`, value: timeOf(spread(batch, 3), []), unit: 'ms' });
}

/** An answer as a text that can be compared. */
function show(answer: Partial<Answer> | undefined): string {
  const sorted = (counts: Map<number, number> | undefined) => [...(counts ?? [])].sort(([a], [b]) => a - b);
  return JSON.stringify([answer?.newest, answer?.total, sorted(answer?.categories), sorted(answer?.years)]);
}
