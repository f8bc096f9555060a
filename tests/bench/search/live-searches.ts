import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SearchIndex, SearchIndexWriter } from '../../../lib/search/index.ts';
import { SEARCH_SCHEMA, SegmentStore } from '../../../lib/search/segments/index.ts';
import { queryOf } from '../../support/archive/query-of.ts';
import type { Text } from './texts.ts';

/** What a search page shows of all hits. */
export interface Answer {
  newest: number[];
  total: number;
  categories: Map<number, number>;
  years: Map<number, number>;
}

/** How much of an answer is asked for: the newest hits, also their count, also counts by category and year. */
export const DEPTHS = ['newest 20', 'exact count', 'counts by category and year'] as const;
export type Depth = (typeof DEPTHS)[number];

/** A figure of the comparison: milliseconds unless the name says otherwise. */
export interface LiveFigure {
  name: string;
  value: number;
  unit: 's' | 'ms' | 'MB' | 'queries' | '%';
}

/** An index that is kept up to date, with one connection that writes and one that reads. */
export interface LiveSearch {
  /** Removes texts by their numbers, then adds others, in one transaction. */
  change(remove: readonly number[], add: Iterable<Text>): void | Promise<void>;
  find(query: string, depth: Depth): Partial<Answer> | Promise<Partial<Answer>>;
  /** Done once after a build from nothing: from here on each change is on the disk when it is done. */
  finishBuild(): void | Promise<void>;
  /** What the index takes; others, what else it needs. */
  listSizes(): LiveFigure[] | Promise<LiveFigure[]>;
  /** Drops what was kept of earlier queries, so that none is answered by having been asked before. */
  forget(): void;
  /** Figures that this search alone has. */
  listOthers?(queries: readonly string[]): Promise<LiveFigure[]>;
  close(): void | Promise<void>;
}

/** Numbers for what hits are counted by, so that one grouping counts them all: a year together with categories. */
export class Buckets {
  readonly #byKey = new Map<string, { number: number; text: Text }>();

  numberOf(text: Text): number {
    const key = [yearOf(text), ...text.categories].join();
    const bucket = this.#byKey.get(key) ?? { number: this.#byKey.size, text };
    this.#byKey.set(key, bucket);
    return bucket.number;
  }

  /** @param rows hits in each bucket */
  toAnswer(newest: number[], rows: Iterable<Record<string, unknown>>): Answer {
    const answer: Answer = { newest, total: 0, categories: new Map(), years: new Map() };
    const texts = [...this.#byKey.values()].map(({ text }) => text);
    for (const { bucket, count } of rows) {
      const text = texts[Number(bucket)];
      if (!text) continue;
      answer.total += Number(count);
      add(answer.years, yearOf(text), Number(count));
      for (const category of text.categories) add(answer.categories, category, Number(count));
    }
    return answer;
  }
}

const yearOf = ({ day }: Text): number => Math.floor(day / 10_000);

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** A search in an SQLite file. */
type SqliteSearch = Pick<LiveSearch, 'change' | 'find' | 'forget'> & { optimize(): void };

/** @param open gets the connection that writes, and gives the one that reads when it is called */
const inSqlite =
  (open: (writing: DatabaseSync, reading: () => DatabaseSync) => SqliteSearch) =>
  (folder: string): LiveSearch => {
    const file = join(folder, 'live.sqlite');
    mkdirSync(folder, { recursive: true });
    const writing = new DatabaseSync(file);
    writing.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    let reading: DatabaseSync | undefined;
    const search = open(writing, () => {
      reading ??= openReading(file);
      return reading;
    });
    return {
      ...search,
      finishBuild: () => {
        search.optimize();
        writing.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      },
      listSizes: () => [{ name: 'index', value: megabytesOf(writing), unit: 'MB' }],
      close: () => {
        reading?.close();
        writing.close();
      },
    };
  };

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

export const openOwn = inSqlite((writing, reading) => {
  writing.exec(SEARCH_SCHEMA);
  let index: SearchIndex | undefined;
  return {
    change: (remove, add) => {
      writing.exec('BEGIN');
      const writer = new SearchIndexWriter(writing);
      for (const id of remove) writer.remove(id);
      for (const { id, title, text, ...facts } of add) {
        const folded = { foldedTitle: title, foldedText: text, signature: undefined };
        writer.add({ article: id, ...folded, ...facts, tags: [], sources: [], stocks: [] });
      }
      writer.settle();
      writing.exec('COMMIT');
    },
    find: (text) => {
      index ??= new SearchIndex(new SegmentStore(reading()));
      const { articles, ...counts } = index.find(queryOf(text), { order: 'date', limit: 20 });
      return { newest: articles, ...counts };
    },
    optimize: () => undefined,
    forget: () => {
      index = undefined;
    },
  };
});

/** FTS5 with a token for each bigram, longer terms as phrases, and a table by which hits are counted in one grouping. */
export const openFts5 = inSqlite((writing, reading) => {
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
  const buckets = new Buckets();
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
        sql.insertFacts.run(text.id, buckets.numberOf(text));
      }
      writing.exec('COMMIT');
    },
    find: (query, depth) => {
      prepared ??= prepareFts5(reading());
      const match = query.split(' ').map(toPhrase).join(' AND ');
      const newest = prepared.newest.all(match).map(({ rowid }) => Number(rowid));
      if (depth === 'newest 20') return { newest };
      if (depth === 'exact count') return { newest, total: Number(prepared.count.get(match)?.count) };
      return buckets.toAnswer(newest, prepared.buckets.all(match));
    },
    optimize: () => writing.exec("INSERT INTO search(search) VALUES ('optimize')"),
    forget: () => undefined,
  };
});

const prepareFts5 = (db: DatabaseSync) => ({
  newest: db.prepare('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 20'),
  count: db.prepare('SELECT count(*) AS count FROM search WHERE search MATCH ?'),
  buckets: db.prepare(
    'SELECT bucket, count(*) AS count FROM search JOIN facts ON id = search.rowid WHERE search MATCH ? GROUP BY bucket',
  ),
});

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
