/** Place of a hit in the order of a query; all that come after it have a higher one. */
export interface HitPlace {
  /** How well it matches, then how new it is: the lower, the earlier. */
  score: number;
  /** Number of the article, which tells those with the same score apart. */
  article: number;
}

/** Keeps the first so many of a great number of hits, without putting the others in order. */
export class Selection {
  readonly #count: number;
  readonly #after: HitPlace | undefined;
  readonly #scores: Float64Array;
  readonly #articles: Uint32Array;
  #size = 0;
  #limit = Number.POSITIVE_INFINITY;

  /** @param after keeps only hits that come after this one */
  constructor(count: number, after?: HitPlace) {
    this.#count = count;
    this.#after = after;
    this.#scores = new Float64Array(4 * count + 1024);
    this.#articles = new Uint32Array(4 * count + 1024);
  }

  /** What has a higher score is not among the first. */
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

  /** Lets go of all that cannot be among the first. */
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

/** By score, then the article that came last first. */
const compare = (a: HitPlace, b: HitPlace): number => a.score - b.score || b.article - a.article;

/** A place as an address carries it: `<score>_<article>`. */
export const formatCursor = ({ score, article }: HitPlace): string => `${score}_${article}`;

/** Reads what `formatCursor` wrote; `undefined` for anything else. */
export function parseCursor(text: string): HitPlace | undefined {
  const [, score, article] = /^(-?\d{1,16})_(\d{1,16})$/.exec(text) ?? [];
  return score === undefined ? undefined : { score: Number(score), article: Number(article) };
}

/** Whether a text is one that `formatCursor` may have written. */
export const isCursor = (text: string): boolean => parseCursor(text) !== undefined;
