/**
 * What the search index lists documents under. A key is a kind and a value of 32 bits, in one number below 2 ** 35:
 * a single character or a pair of adjacent ones (UTF-16 units of a folded text), or the number of a category, tag or source.
 */
const KIND = 2 ** 32;

/** Keys are below this. */
export const KEY_LIMIT = 8 * KIND;

export type Field = 'title' | 'text';

const PAIRS: Readonly<Record<Field, number>> = { text: 0, title: KIND };
const CHARACTERS: Readonly<Record<Field, number>> = { text: 2 * KIND, title: 3 * KIND };
const FACETS = { category: 4 * KIND, tag: 5 * KIND, source: 6 * KIND };

export type Facet = keyof typeof FACETS;

export const characterKey = (field: Field, unit: number): number => CHARACTERS[field] + unit;

export const pairKey = (field: Field, first: number, second: number): number => PAIRS[field] + first * 0x10000 + second;

/** @param id number of the category, tag or source; below 2 ** 32 */
export const facetKey = (facet: Facet, id: number): number => FACETS[facet] + id;
