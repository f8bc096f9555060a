import { ContentError } from '../errors.ts';
import { isHash, Range } from './ruby/values.ts';

/**
 * What one post's templates may cost. Work is counted, not timed, so that a post passes on every machine or on none; the time
 * limit is the last resort for what the count misses. A hundred posts within a loop over a hundred tags need a fifth of this.
 */
export const LIMITS = {
  /** Characters of a text and of all that it includes. */
  sourceCharacters: 4_000_000,
  /** Characters of the result. */
  outputCharacters: 2_000_000,
  /** Characters and items of all values that filters, `capture` and ranges make. */
  memory: 8_000_000,
  /** Units: about one character that is looked at; a tag costs `UNITS_PER_TAG`. */
  work: 30_000_000,
  /** Characters of one tag. */
  tagCharacters: 16_000,
  /** Tags of one post that Jekyll would fail at. A text with more of them is no template and stays as it is. */
  refusals: 1_000,
  /** Blocks within blocks, includes within includes. */
  depth: 100,
  timeMs: 10_000,
  /** Further warnings of one post say nothing that its editor needs. */
  warnings: 20,
} as const;

const UNITS_PER_TAG = 100;
const UNITS_PER_ORDERED_ITEM = 200;
const CHARACTERS_PER_UNIT = 20;
/** A hash that a filter made counts with its members; others are the site's own and count as one. */
const madeHashes = new WeakMap<object, number>();
const arraySizes = new WeakMap<object, number>();

/** Counts what one rendering costs. Throws a `ContentError` at the limit. */
export class Budget {
  #work = 0;
  #memory = 0;
  #output = 0;
  #source = 0;

  tag(): void {
    this.work(UNITS_PER_TAG);
  }

  work(units: number): void {
    this.#work += units;
    if (this.#work > LIMITS.work) throw exceeded('repeats too much', 'shorten its loops');
  }

  /** Items that are sorted, grouped or told from each other. */
  ordering(items: number): void {
    this.work(items * UNITS_PER_ORDERED_ITEM);
  }

  /** Reading a tag takes time by the square of its length at worst. */
  markup(characters: number): void {
    this.work(characters ** 2 / CHARACTERS_PER_UNIT);
  }

  memory(units: number): void {
    this.#memory += units;
    if (this.#memory > LIMITS.memory) throw exceeded('builds too much text', 'shorten its loops and what they append');
  }

  output(characters: number): void {
    this.#output += characters;
    if (this.#output > LIMITS.outputCharacters) {
      throw exceeded(`gives more than ${LIMITS.outputCharacters} characters`, 'shorten its loops');
    }
  }

  source(characters: number): void {
    this.#source += characters;
    if (this.#source > LIMITS.sourceCharacters) throw exceeded('includes too much text', 'split it into several posts');
  }
}

/** The error for a template that costs too much. */
export const exceeded = (found: string, remedy: string, line?: number): ContentError =>
  new ContentError(`the Liquid of this text ${found}; ${remedy}, or put {% raw %} around what is no template`, {
    line,
  });

/** Characters of texts and items of arrays in a value: what a filter that walks through it looks at. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Range) return value.size;
  if (Array.isArray(value)) {
    const known = arraySizes.get(value);
    if (known !== undefined) return known;
    const size = value.reduce<number>((sum, item) => sum + sizeOf(item), 1 + value.length);
    arraySizes.set(value, size);
    return size;
  }
  return isHash(value) ? (madeHashes.get(value) ?? 1) : 1;
}

/** Marks a hash as made by a filter out of other values. */
export function countMembers<T extends object>(hash: T): T {
  madeHashes.set(
    hash,
    Object.values(hash).reduce<number>((sum, member) => sum + sizeOf(member), 1),
  );
  return hash;
}
