import type { BenchArchive } from './bench-archive.ts';

/**
 * A category whose title is on thousands of pages of an archive of 100,000: on those of its articles, and where these are named. It
 * is not in the navigation: such a title is on every page.
 */
const RENAMED = 'source12';

/** A series of changes, one after another, and how pages tell how many of them they show. */
export interface Changes {
  name: string;
  /** What has to be there before the first one. */
  prepare?: (archive: BenchArchive, count: number) => void;
  change: (archive: BenchArchive, n: number, count: number) => void;
  /** Pages that show each change, the home page first. */
  pages: readonly string[];
  /**
   * The number of the last change that each part of a page shows; none where it shows none.
   * @param count of changes in the series
   */
  listStates: (text: string, count: number) => number[];
}

const numbersOf = (text: string, pattern: RegExp): number[] =>
  Array.from(text.matchAll(pattern), ([, number]) => Number(number));

/** Of articles that were published with rising numbers, the newest on a page. */
const newestOf = (text: string): number => Math.max(-1, ...numbersOf(text, /\/bench(\d+)\.html/g));

const PAGES = [
  '/',
  '/archive',
  '/archive/2026/11/21',
  '/category/emnews.html',
  '/feed.xml',
  '/feed/emnews.xml',
  '/zh-hant/',
];

export const CHANGES: readonly Changes[] = [
  {
    name: 'an article',
    change: (archive, n) => archive.publish(n),
    pages: PAGES,
    listStates: (text) => [newestOf(text)],
  },
  {
    name: 'an edit',
    prepare: (archive) => archive.publish(0),
    change: (archive, n) => archive.publish(0, { title: `基准改${n}次` }),
    pages: [...PAGES, '/emnews/2026/11/21/bench0.html'],
    listStates: (text) => numbersOf(text, /基[准準]改(\d+)次/g),
  },
  {
    name: 'a removal',
    prepare: (archive, count) => {
      for (let n = 0; n < count; n++) archive.publish(n);
    },
    change: (archive, n, count) => archive.remove(count - 1 - n),
    pages: PAGES,
    // The newest that is left is the last but the state; none is left at the end.
    listStates: (text, count) => [count - 2 - newestOf(text)],
  },
  {
    name: 'a renamed category',
    prepare: (archive) => archive.publish(0, { category: RENAMED, tag: '基准报' }),
    change: (archive, n) => archive.publish(0, { category: RENAMED, tag: `基准报第${n}版` }),
    pages: [
      '/',
      `/category/${RENAMED}.html`,
      `/category/${RENAMED}/2`,
      `/${RENAMED}/2026/11/21/bench0.html`,
      '/categories',
    ],
    listStates: (text) => numbersOf(text, /基[准準][报報]第(\d+)版/g),
  },
];
