import { DatabaseSync } from 'node:sqlite';
import { currentGeneration } from '../../../lib/archive/sqlite/generations.ts';
import { foldText } from '../../../lib/search/index.ts';

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

const LENGTHS = [1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8];

/**
 * Queries drawn from the texts themselves, so that each finds something: characters, words, phrases, numbers, every seventh of
 * two terms. Different from each other, and the same for the same archive.
 */
export function drawQueries(dataDir: string, count: number): string[] {
  const texts = [...iterateTexts(dataDir, 2_000)];
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
  for (const { title, text } of iterateTexts(dataDir, 2_000)) {
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

export function countArticles(dataDir: string): number {
  const db = new DatabaseSync(currentGeneration(dataDir)?.path ?? '', { readOnly: true });
  try {
    return Number(db.prepare('SELECT count(*) AS count FROM articles').get()?.count);
  } finally {
    db.close();
  }
}

/** Articles of an index, at most so many, evenly spread, the oldest first. One is in memory at a time. */
export function* iterateTexts(dataDir: string, most = Number.POSITIVE_INFINITY): Generator<Text> {
  const db = new DatabaseSync(currentGeneration(dataDir)?.path ?? '', { readOnly: true });
  try {
    const step = Math.max(1, Math.floor(Number(db.prepare('SELECT max(id) AS id FROM articles').get()?.id) / most));
    const ids = db.prepare('SELECT id FROM articles WHERE id % ? = 0 ORDER BY rank DESC, id').all(step);
    const read = db.prepare(
      'SELECT a.title, a.rank, a.categories, b.text FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id = ?',
    );
    const numbers = new Map<string, number>();
    const numberOf = (category: string): number => {
      numbers.set(category, numbers.get(category) ?? numbers.size + 1);
      return numbers.get(category) ?? 0;
    };
    for (const { id } of ids) {
      const row = read.get(Number(id)) ?? {};
      yield {
        id: Number(id),
        title: foldText(String(row.title)),
        text: foldText(String(row.text)),
        publishedAt: -Number(row.rank),
        day: Number(new Date(-1_000 * Number(row.rank)).toISOString().slice(0, 10).replaceAll('-', '')),
        categories: (JSON.parse(String(row.categories)) as string[]).map(numberOf),
      };
    }
  } finally {
    db.close();
  }
}
