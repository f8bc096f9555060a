/** A hit's place in the order of a query. */
export interface HitPlace {
  /** How well it matches, then how new it is: the lower, the earlier. */
  score: number;
  /** Number of the article: of hits with the same score, the one that was indexed last comes first. */
  article: number;
}

/** Keeps the first hits of many in order, without sorting the others. */
export class TopHits {
  readonly #count: number;
  readonly #after: HitPlace | undefined;
  readonly #scores: Float64Array;
  readonly #articles: Uint32Array;
  #size = 0;
  #limit = Number.POSITIVE_INFINITY;

  /**
   * @param count how many are kept
   * @param after only hits that come after this one are kept
   */
  constructor(count: number, after?: HitPlace) {
    this.#count = count;
    this.#after = after;
    this.#scores = new Float64Array(4 * count + 1024);
    this.#articles = new Uint32Array(4 * count + 1024);
  }

  /** A hit with a higher score is not among the first. */
  get limit(): number {
    return this.#limit;
  }

  add(score: number, article: number): void {
    if (score > this.#limit) return;
    if (this.#after && compare({ score, article }, this.#after) <= 0) return;
    if (this.#size === this.#scores.length) this.shrink();
    this.#scores[this.#size] = score;
    this.#articles[this.#size++] = article;
  }

  /** Drops all hits but the first so far, and lowers `limit` to the last of them. */
  shrink(): void {
    if (this.#size <= this.#count) return;
    const first = this.list();
    this.#size = 0;
    for (const { score, article } of first) {
      this.#scores[this.#size] = score;
      this.#articles[this.#size++] = article;
    }
    this.#limit = first.at(-1)?.score ?? Number.POSITIVE_INFINITY;
  }

  /** The first hits in their order. */
  list(): HitPlace[] {
    const places: HitPlace[] = [];
    for (let i = 0; i < this.#size; i++) {
      places.push({ score: this.#scores[i] ?? 0, article: this.#articles[i] ?? 0 });
    }
    return places.sort(compare).slice(0, this.#count);
  }
}

const compare = (a: HitPlace, b: HitPlace): number => a.score - b.score || b.article - a.article;

/** A place as an address carries it: `<score>_<article>`. */
export const formatCursor = ({ score, article }: HitPlace): string => `${score}_${article}`;

/** Reads what `formatCursor` made; `undefined` for anything else. */
export function parseCursor(text: string): HitPlace | undefined {
  const [, score, article] = /^(-?\d{1,16})_(\d{1,16})$/.exec(text) ?? [];
  return score === undefined ? undefined : { score: Number(score), article: Number(article) };
}

/** Whether a text is a cursor: the `next` of an earlier answer. */
export const isCursor = (text: string): boolean => parseCursor(text) !== undefined;
