import { readOwn, writeOwn } from './storage.ts';

/** Most sources of a mix; the server shows no more on one page. */
const MOST = 50;

/** Names of the sources that are followed, as the address of their mix has them. */
export const readFollows = (): string[] => readOwn('follows').split('+').filter(Boolean);

/** @returns whether they are not too many, and the browser keeps them */
export const writeFollows = (names: readonly string[]): boolean =>
  names.length <= MOST && writeOwn('follows', names.join('+'));
