import { parseList, readOwn, writeOwn } from './storage.ts';

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

/** Articles that are kept at most: what browsers store is bounded. */
const MOST = 500;

/** The articles among values that may be anything. */
export const toKept = (values: readonly unknown[]): KeptArticle[] =>
  (values as Partial<KeptArticle>[]).flatMap((value) => {
    const { url, title, source = '', day = '' } = value ?? {};
    const isKept = isOwn(url) && [title, source, day].every((text) => typeof text === 'string');
    return isKept ? [{ url, title, source, day } as KeptArticle] : [];
  });

const isOwn = (url: unknown): boolean => typeof url === 'string' && /^\/(?![/\\])/.test(url);

/** Those that were kept last first. */
export const readKept = (): KeptArticle[] => toKept(parseList(readOwn('kept')));

/** @returns whether they are not too many, and the browser keeps them */
export const writeKept = (articles: readonly KeptArticle[]): boolean =>
  articles.length <= MOST && writeOwn('kept', articles.length === 0 ? '' : JSON.stringify(articles));
