import { OwnList } from './own-list.ts';
import { isPath } from './storage.ts';

/** Path of an article below the base of the portal, and number of the paragraph that was read last; the first one is 0. */
export type Place = [path: string, paragraph: number];

/** Where a reader stopped in long articles, the last read first. */
export const PLACES = new OwnList<Place>('places', 100, (value) => {
  const [path, paragraph] = Array.isArray(value) ? value : [];
  return isPath(path) && paragraph > 0 && Number.isSafeInteger(paragraph) ? [[path, [path, paragraph]]] : [];
});
