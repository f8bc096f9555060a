import { LRUCache } from 'lru-cache';
import {
  type ArticlePair,
  areCopies,
  type ComparableText,
  type CopySearch,
  type SearchIndexWriter,
  toComparable,
} from '../../../../search/index.ts';
import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import { sourceOf } from '../../story-source.ts';
import { Components } from './components.ts';

/** Pairs that are taken from the search index together. */
const BATCH = 4_096;
/** Texts that are kept for comparison: pairs come in the order of time, so that few are read twice. */
const MOST_TEXTS = 1_024;
/** Pairs whose texts are read together. */
const COMPARED_TOGETHER = 128;

/** What decides, beside the texts, whether two articles are linked. */
interface Teller {
  /** That a wire post and its media post share. */
  code: string | null;
  source: string | null;
}

/** What tells the same story: articles by their numbers, and stories that stand by theirs. */
export interface LinkedSet {
  articles: number[];
  stories: number[];
}

/**
 * Links articles to others that tell the same story: texts of different sources that are copies of each other, and twins of those that are in a story. The
 * sets do not depend on the order of the links: a pair that is linked already is not compared.
 */
export class StoryLinks {
  readonly #db: Database;
  readonly #search: SearchIndexWriter;
  /** Stories whose articles are linked anew. */
  readonly #broken: ReadonlySet<number>;
  /** Stories that stand are in here with their sign turned. */
  readonly #sets = new Components();
  readonly #tellers = new Map<number, Teller>();
  readonly #texts = new LRUCache<number, ComparableText>({ max: MOST_TEXTS });

  constructor(db: Database, search: SearchIndexWriter, broken: ReadonlySet<number>) {
    this.#db = db;
    this.#search = search;
    this.#broken = broken;
  }

  /** @param isNew true where nothing is stored yet: twins of an article alone are no story, and are not looked for */
  async link(wanted: CopySearch, isNew: boolean): Promise<LinkedSet[]> {
    let batch: ArticlePair[] = [];
    for (const pair of this.#search.iteratePossibleCopies(wanted)) {
      batch.push(pair);
      if (batch.length < BATCH) continue;
      await this.#linkPairs(batch);
      batch = [];
    }
    await this.#linkPairs(batch);
    await this.#linkTwins(isNew ? [] : [...wanted.added.keys(), ...wanted.again.keys()]);
    return this.#sets.list().map((numbers) => ({
      articles: numbers.filter((number) => number > 0),
      stories: numbers.filter((number) => number < 0).map((number) => -number),
    }));
  }

  async #linkPairs(pairs: readonly ArticlePair[]): Promise<void> {
    await this.#learn(pairs.flat());
    for (let first = 0; first < pairs.length; first += COMPARED_TOGETHER) {
      const some = pairs.slice(first, first + COMPARED_TOGETHER).filter(([a, b]) => this.#mayLink(a, b));
      await this.#readTexts(some.flat());
      for (const [a, b] of some) if (this.#mayLink(a, b) && (await this.#isCopy(a, b))) this.#sets.join(a, b);
    }
  }

  /** Reads who tells articles, and puts them into the stories in which they are. */
  async #learn(articles: readonly number[]): Promise<void> {
    const unknown = [...new Set(articles)].filter((article) => !this.#tellers.has(article));
    const query = `SELECT a.id, a.code, a.category, a.source_name, s.story
      FROM articles a LEFT JOIN story_articles s ON s.article = a.id WHERE a.id IN`;
    for (const { id, code, category, source_name, story } of await allIn(this.#db, query, unknown)) {
      const source = sourceOf(category as string | null, source_name as string | null);
      this.#tellers.set(Number(id), { code: code as string | null, source });
      this.#putInto(Number(id), story);
    }
  }

  #putInto(article: number, story: unknown): void {
    if (story !== null && !this.#broken.has(Number(story))) this.#sets.join(article, -Number(story));
  }

  /** A source that repeats its own template tells no story; twins have one text, and are none without a third article. */
  #mayLink(a: number, b: number): boolean {
    const [first, second] = [this.#tellers.get(a), this.#tellers.get(b)];
    if (!first || !second || first.source === second.source) return false;
    return (first.code === null || first.code !== second.code) && this.#sets.find(a) !== this.#sets.find(b);
  }

  async #isCopy(a: number, b: number): Promise<boolean> {
    await this.#readTexts([a, b]);
    const [first, second] = [this.#texts.get(a), this.#texts.get(b)];
    return first !== undefined && second !== undefined && areCopies(first, second);
  }

  async #readTexts(articles: readonly number[]): Promise<void> {
    const missing = [...new Set(articles)].filter((article) => !this.#texts.has(article));
    for (const { id, text } of await allIn(this.#db, 'SELECT id, text FROM bodies WHERE id IN', missing)) {
      this.#texts.set(Number(id), toComparable(String(text)));
    }
  }

  /** Puts the twins of articles that are in a story into it, and articles into the story of their twins. */
  async #linkTwins(articles: readonly number[]): Promise<void> {
    const all = new Set([...articles, ...this.#sets.keys().filter((number) => number > 0)]);
    await this.#learn([...all]);
    const codes = new Set([...all].map((article) => this.#tellers.get(article)?.code ?? null));
    codes.delete(null);
    const query =
      'SELECT a.code, a.id, s.story FROM articles a LEFT JOIN story_articles s ON s.article = a.id WHERE a.code IN';
    const found = await allIn(this.#db, query, [...codes]);
    for (const { id, story } of found) this.#putInto(Number(id), story);
    for (const rows of Map.groupBy(found, ({ code }) => code).values()) {
      const twins = rows.map(({ id }) => Number(id));
      if (twins.some((twin) => this.#sets.has(twin))) for (const twin of twins) this.#sets.join(twin, twins[0] ?? twin);
    }
  }
}
