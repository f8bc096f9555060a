import { OwnList } from './own-list.ts';
import { isPath, isShort } from './storage.ts';

/** An article that a reader keeps. */
export interface KeptArticle {
  /** Path below the base of the portal. */
  url: string;
  title: string;
  /** Who published it; empty where that is not known. */
  source: string;
  /** Its day, as in `2022-02-22`. */
  day: string;
}

/** The articles that are kept, the last one first. */
export const KEPT = new OwnList<KeptArticle>('kept', 500, (value) => {
  const { url, title, source = '', day = '' } = (value ?? {}) as Partial<KeptArticle>;
  return isPath(url) && [title, source, day].every(isShort) ? [[url, { url, title, source, day } as KeptArticle]] : [];
});
