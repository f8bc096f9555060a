import { DatabaseSync } from 'node:sqlite';
import { currentGeneration } from '../../../lib/archive/sqlite/generations.ts';
import { foldText } from '../../../lib/search/index.ts';
import { quantile } from '../measure.ts';
import { ENGINES } from './engines.ts';

/** An article as all searches get it. */
export interface Text {
  id: number;
  /** Folded. */
  title: string;
  text: string;
  /** Seconds since 1970, and the same as a day of UTC: yyyymmdd. */
  publishedAt: number;
  day: number;
  /** Numbers of its categories. */
  categories: number[];
}

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

const LENGTHS = [1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8];

/**
 * Queries drawn from the texts themselves, so that each finds something: characters, words, phrases, numbers, every seventh of
 * two terms. Different from each other, and the same for the same archive.
 */
export function drawQueries(dataDir: string, count: number): string[] {
  const texts = readTexts(dataDir, 2_000);
  const queries = new Set<string>();
  let state = 1;
  // A linear congruential generator: nothing hangs on its quality.
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % limit;
  };
  for (let tries = 0; queries.size < count && tries < 100 * count; tries++) {
    const { title, text } = texts[below(texts.length)] ?? { title: '', text: '' };
    const draw = (): string => {
      const source = below(4) === 0 ? title : text;
      const from = below(source.length);
      return source.slice(from, from + (LENGTHS[below(LENGTHS.length)] ?? 2));
    };
    const words = tries % 7 === 6 ? [draw(), draw()] : [draw()];
    if (words.every((word) => /^[\p{L}\p{N}]+$/u.test(word))) queries.add(words.join(' '));
  }
  return [...queries];
}

/** Two characters each: those bigrams that most articles have, the most frequent first. */
export function listCommonWords(dataDir: string, count: number): string[] {
  const counts = new Map<string, number>();
  for (const { title, text } of readTexts(dataDir, 2_000)) {
    const both = `${title} ${text}`;
    for (const word of new Set(Array.from(both, (_, i) => both.slice(i, i + 2)))) {
      if (/^[\p{L}\p{N}]{2}$/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([word]) => word);
}

/** Articles of an index, at most so many, evenly spread. */
export function readTexts(dataDir: string, most = Number.POSITIVE_INFINITY): Text[] {
  const db = new DatabaseSync(currentGeneration(dataDir)?.path ?? '', { readOnly: true });
  try {
    const step = Math.max(1, Math.floor(Number(db.prepare('SELECT max(id) AS id FROM articles').get()?.id) / most));
    const numbers = new Map<string, number>();
    const numberOf = (category: string): number => {
      numbers.set(category, numbers.get(category) ?? numbers.size + 1);
      return numbers.get(category) ?? 0;
    };
    const rows = db
      .prepare(
        `SELECT a.id, a.title, a.rank, a.categories, b.text FROM articles a JOIN bodies b ON b.id = a.id
         WHERE a.id % ? = 0 ORDER BY a.id`,
      )
      .iterate(step);
    return Array.from(rows, (row) => ({
      id: Number(row.id),
      title: foldText(String(row.title)),
      text: foldText(String(row.text)),
      publishedAt: -Number(row.rank),
      day: Number(new Date(-1_000 * Number(row.rank)).toISOString().slice(0, 10).replaceAll('-', '')),
      categories: (JSON.parse(String(row.categories)) as string[]).map(numberOf),
    }));
  } finally {
    db.close();
  }
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
  const texts = readTexts(dataDir);
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
