import { KEY_LIMIT } from './index.ts';

/** Numbers that a segment has for its lists: one for each key. */
export const LISTS_PER_SEGMENT = KEY_LIMIT;

/** Number of a segment's list of key 0. Exact for segments below 2 ** 18. */
export const firstListId = (segment: number): number => segment * LISTS_PER_SEGMENT;
