/**
 * Keys of posting lists. A key is a kind and a value of 32 bits in one number below 2 ** 35. The value is a character (a UTF-16
 * unit of a folded text), a bigram (two adjacent units), or the number of a category, tag, source or stock.
 */
const KIND = 2 ** 32;

/** Keys are below this. */
export const KEY_LIMIT = 8 * KIND;

/** Where in an article a term is looked for. */
export type Field = 'title' | 'text';

const BIGRAMS: Readonly<Record<Field, number>> = { text: 0, title: KIND };
const CHARACTERS: Readonly<Record<Field, number>> = { text: 2 * KIND, title: 3 * KIND };
const FACETS = { category: 4 * KIND, tag: 5 * KIND, source: 6 * KIND, stock: 7 * KIND };

/** What hits can be filtered by, beside terms and days. */
export type Facet = keyof typeof FACETS;

export const bigramKey = (field: Field, first: number, second: number): number =>
  BIGRAMS[field] + first * 0x10000 + second;

export const characterKey = (field: Field, unit: number): number => CHARACTERS[field] + unit;

/** @param id number of the category, tag, source or stock; below 2 ** 32 */
export const facetKey = (facet: Facet, id: number): number => FACETS[facet] + id;

/** Only the posting lists of bigrams have positions. */
export const hasPositions = (key: number): boolean => key < CHARACTERS.text;
