/** What a figure may be. */
export interface Limit {
  most?: number;
  least?: number;
}

interface Row {
  posts: number;
  figure: string;
  value: string;
  budget: string;
  isMet: boolean | undefined;
}

/** Figures as they come, and the table of all of them. */
export class Report {
  readonly #rows: Row[] = [];

  /** @param limit the budget, where there is one */
  add(posts: number, figure: string, value: number, unit: string, limit?: Limit): void {
    const row = {
      posts,
      figure,
      value: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
      budget: limit ? formatLimit(limit, unit) : '',
      isMet: limit && isWithin(limit, value),
    };
    this.#rows.push(row);
    console.error(`${posts} posts, ${figure}: ${row.value} ${row.budget}`);
  }

  /** False where a budget is not met. */
  get isMet(): boolean {
    return this.#rows.every(({ isMet }) => isMet !== false);
  }

  print(): void {
    const width = Math.max(...this.#rows.map(({ figure }) => figure.length));
    console.log(
      `\n${'posts'.padStart(9)}  ${'figure'.padEnd(width)}  ${'value'.padStart(12)}  ${'budget'.padStart(12)}`,
    );
    for (const { posts, figure, value, budget, isMet } of this.#rows) {
      const verdict = isMet === undefined ? '' : isMet ? 'met' : 'NOT MET';
      console.log(
        `${String(posts).padStart(9)}  ${figure.padEnd(width)}  ${value.padStart(12)}  ${budget.padStart(12)}  ${verdict}`,
      );
    }
  }
}

const formatLimit = ({ most, least }: Limit, unit: string): string =>
  most !== undefined ? `≤ ${most} ${unit}` : `≥ ${least} ${unit}`;

const isWithin = (
  { most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }: Limit,
  value: number,
): boolean => value <= most && value >= least;
