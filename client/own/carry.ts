import { make } from '../make.ts';
import { FOLLOWS } from './follows.ts';
import { KEPT } from './kept.ts';
import { PLACES } from './places.ts';

/** All that the browser keeps, in the order in which readers are told of it. */
const LISTS = [FOLLOWS, KEPT, PLACES] as const;

/** Gives the reader a file of what is followed, kept and begun, for another browser. */
export function saveOwn(): void {
  const lists = LISTS.map((list) => [list.name, list.read()]);
  const text = JSON.stringify({ version: 1, ...Object.fromEntries(lists) }, null, 2);
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  make('a', { href, download: 'finews.json' }).click();
  URL.revokeObjectURL(href);
}

/** How many entries of a file were taken, and how many were not: sources, articles, places. */
export type Loaded = [taken: number, left: number][];

/** Adds each list of such a file to what there is, as far as it fits. @returns `undefined` for a file of another kind */
export function loadOwn(text: string): Loaded | undefined {
  let file: Record<string, unknown> | null;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (file?.version !== 1) return undefined;
  const given = LISTS.map(({ name }) => file[name]);
  if (!given.some(Array.isArray)) return undefined;
  return LISTS.map((list, i) => list.add(Array.isArray(given[i]) ? given[i] : []));
}

export function clearOwn(): void {
  for (const list of LISTS) list.write([]);
}
