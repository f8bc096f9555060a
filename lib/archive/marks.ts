/**
 * Marks: names of the parts of an archive that answers are made of. Reading notes the marks of what it reads; an update notes
 * the marks of what it changes. An answer stays exact for as long as no update changes one of its marks.
 *
 * What a mark covers may be more than an answer shows, never less.
 */

import type { SearchIndex } from '../search/index.ts';
import type { NameForms } from './name-suggestions.ts';

/** One part of the archive. */
export type Mark = string;

/** Stands for all marks: after an archive was made anew, or changed in too many parts to name them. */
export const EVERYTHING_MARK: Mark = '*';
/** The site's title, language and the like. */
export const SITE_MARK: Mark = 'site';
/** Which articles there are, and where: touched by every update that adds, removes or moves one. */
export const ALL_MARK: Mark = 'all';
/** What every search depends on: touched by updates of so many articles that they are not told apart. */
export const SEARCHES_MARK: Mark = 'searches';
/** Names and titles of all categories and tags. */
export const NAMES_MARK: Mark = 'names';
/** Which stocks there are, and what they are called. */
export const STOCK_NAMES_MARK: Mark = 'stock names';
/** How many articles each stock has. */
export const STOCK_COUNTS_MARK: Mark = 'stock counts';
/** The categories in the navigation of every page, and whether there are stocks. */
export const NAVIGATION_MARK: Mark = 'navigation';
/** Which articles may be offered as related to others. */
export const RELATED_MARK: Mark = 'related';
/** Which stories there are, and how many sources carry each. */
export const LEADING_STORIES_MARK: Mark = 'stories';
/** The list of the sitemap's parts. */
export const SITEMAP_MARK: Mark = 'sitemap';

/** What is shown of an article. @param id number of the article */
export const articleMark = (id: number): Mark => `a${id}`;
/** What is shown of the articles of a day. @param day `2022-02-22` */
export const articlesOfDayMark = (day: string): Mark => `d${day}`;
/** Which articles are next to an article in its categories. */
export const neighboursMark = (id: number): Mark => `n${id}`;
/** Which articles tell the same story as an article, and the address of the story. */
export const copiesMark = (id: number): Mark => `c${id}`;
/** What an address of a story leads to, and which articles the story has. */
export const storyMark = (id: string): Mark => `y${id}`;
/** Which stories were told on a day, and how many sources carry each. @param day `2022-02-22` */
export const storiesOfDayMark = (day: string): Mark => `b${day}`;
/** Entries of a listing and their count; of a stock, also which others they name. @param id number of the listing */
export const listingMark = (id: number): Mark => `l${id}`;
/** Articles of a year, month or day. @param period `2022`, `2022-02` or `2022-02-22` */
export const periodMark = (period: string): Mark => `p${period}`;
/** Existence and title of a category. */
export const categoryMark = (name: string): Mark => `t${name}`;
/** Existence and title of a stock. @param id its identity */
export const stockMark = (id: string): Mark => `k${id}`;
/** Which categories have a name, whatever its case. */
export const foldedMark = (name: string): Mark => `f${name.toLowerCase()}`;
/** What an address leads to. @param path decoded */
export const addressMark = (path: string): Mark => `u${path}`;
/** The wire post and the media post of a code. */
export const codeMark = (code: string): Mark => `w${code}`;
/** Articles with a slug. */
export const slugMark = (slug: string): Mark => `s${slug}`;
/** One part of the sitemap. */
export const sitemapPartMark = (part: number): Mark => `m${part}`;

const SEARCH = 'q';

/** What decides which articles a search finds. */
export type SearchFacts = Parameters<typeof SearchIndex.matches>[0];

/** Which articles a search finds. */
export const searchMark = ({ terms, excluded, days, facets }: SearchFacts): Mark =>
  SEARCH + JSON.stringify({ terms, excluded, days, facets });

/** Reads what `searchMark` wrote; `undefined` for another mark. */
export const parseSearchMark = (mark: Mark): SearchFacts | undefined =>
  mark.startsWith(SEARCH) ? (JSON.parse(mark.slice(SEARCH.length)) as SearchFacts) : undefined;

const SIMILAR = '~';

/** Which categories are like a text. */
export const similarNamesMark = (text: string): Mark => SIMILAR + text;

/** Reads what `similarNamesMark` wrote; `undefined` for another mark. */
export const parseSimilarNamesMark = (mark: Mark): string | undefined =>
  mark.startsWith(SIMILAR) ? mark.slice(SIMILAR.length) : undefined;

/** Whether a mark stands for a question. No update touches it by its name: what was changed is compared with the question. */
export const isQuestion = (mark: Mark): boolean => mark.startsWith(SEARCH) || mark.startsWith(SIMILAR);

const NAME = '=';

/** A category or tag that came, went, or was called otherwise: what it is called, or was. */
export const nameMark = ({ kind, name, title, pinyin, initials }: NameForms): Mark =>
  NAME + JSON.stringify({ kind, name, title, pinyin, initials });

/** Reads what `nameMark` wrote; `undefined` for another mark. */
export const parseNameMark = (mark: Mark): NameForms | undefined =>
  mark.startsWith(NAME) ? (JSON.parse(mark.slice(NAME.length)) as NameForms) : undefined;

const SHOWN_FROM = '@';

/** Stands in the log beside the marks of an update: from when on readers may see its state. @param time milliseconds since 1970 */
export const shownFromMark = (state: number, time: number): Mark => `${SHOWN_FROM}${state}:${time}`;

/** Reads what `shownFromMark` wrote; `undefined` for the mark of a part. */
export function parseShownFromMark(mark: Mark): [state: number, time: number] | undefined {
  if (!mark.startsWith(SHOWN_FROM)) return undefined;
  const [state, time] = mark.slice(SHOWN_FROM.length).split(':').map(Number);
  return [state ?? 0, time ?? 0];
}

/** The days, months and years of a day (`2022-02-22`). */
export const periodMarksOf = (day: string): Mark[] => [4, 7, 10].map((length) => periodMark(day.slice(0, length)));
