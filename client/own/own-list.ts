import { type Own, parseList, readOwn, writeOwn } from './storage.ts';

/** A list that the browser keeps. Other pages of the host may write there too, so that it is read like a file of a stranger. */
export class OwnList<Item> {
  readonly name: Own;
  /** Most items: what browsers store is bounded. */
  readonly most: number;
  readonly #toEntry: (value: unknown) => [key: string, item: Item][];
  readonly #parse: (text: string) => unknown[];
  readonly #format: (items: readonly Item[]) => string;

  /**
   * @param toEntry the item that a value is, which may be anything, with its key; empty for a value that is none. No two items have the same
   * key
   */
  constructor(
    name: Own,
    most: number,
    toEntry: (value: unknown) => [key: string, item: Item][],
    parse: (text: string) => unknown[] = parseList,
    format: (items: readonly Item[]) => string = JSON.stringify,
  ) {
    this.name = name;
    this.most = most;
    this.#toEntry = toEntry;
    this.#parse = parse;
    this.#format = format;
  }

  read(): Item[] {
    return [...this.#present().values()];
  }

  /** @returns whether they are not too many, and the browser keeps them */
  write(items: readonly Item[]): boolean {
    return items.length <= this.most && writeOwn(this.name, items.length > 0 ? this.#format(items) : '');
  }

  /**
   * Puts values before what there is, as far as there is room. They may be anything.
   * @returns how many of them are in the list now, and how many are not
   */
  add(values: readonly unknown[]): [taken: number, left: number] {
    const present = this.#present();
    const given = this.#pick(values);
    const fresh = [...given].flatMap(([key, item]) => (present.has(key) ? [] : [item]));
    const fitting = fresh.slice(0, Math.max(0, this.most - present.size));
    const isKept = this.write([...fitting, ...present.values()]);
    const taken = given.size - fresh.length + (isKept ? fitting.length : 0);
    return [taken, values.length - taken];
  }

  #present(): Map<string, Item> {
    return this.#pick(this.#parse(readOwn(this.name)));
  }

  #pick(values: readonly unknown[]): Map<string, Item> {
    return new Map(values.flatMap(this.#toEntry));
  }
}
