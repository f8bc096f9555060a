import { foldSpaced, foldText } from './text/fold.ts';

/** Limits of a query: characters (UTF-16 units) of each of its fields, and terms and filters together. */
export const QUERY_LIMITS = { characters: 1_000, terms: 32 } as const;

/** Days of publication in the site's zone. Documents without a date are of day 0, which is in the whole of time alone. */
interface DayRange {
  /** First day, as yyyymmdd; at least 1 in every range but the whole of time. */
  from: number;
  /** The day after the last one, as yyyymmdd. */
  before: number;
}

/** What a reader looks for. */
export interface Query {
  /** Folded; all must occur, in the title or in the text. */
  terms: string[];
  /** Folded; none may occur. */
  excluded: string[];
  /** Names as they were written. An article has to have one of each kind that is named. */
  categories: string[];
  tags: string[];
  sources: string[];
  stocks: string[];
  days: DayRange;
}

/** Fields of a form that mean the same as the operators of their names. Empty ones are ignored. */
interface QueryFilters {
  category?: string;
  tag?: string;
  source?: string;
  stock?: string;
  after?: string;
  before?: string;
}

/** Why a query cannot be answered. */
export interface QueryProblem {
  /** The part that is wrong; shortened where it is long. */
  found: string;
  /** `no-date`: a day that the calendar does not have, or no day at all. */
  reason: 'too-long' | 'too-many-terms' | 'no-date';
}

const WHOLE_TIME: DayRange = { from: 0, before: Number.MAX_SAFE_INTEGER };
/**
 * An operator with its value, a phrase in quotation marks (the last mark may be missing), or a word; a minus excludes. Chinese
 * input methods write the full-width marks.
 */
const TOKEN =
  /(category|tag|source|stock|before|after)[:：](?:["＂]([^"＂]*)["＂]?|([^\s"＂]\S*))|([-－]?)["＂]([^"＂]*)(?:["＂]|$)|([-－]?)(\S+)/giu;
const DATE = /^(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?$/;

/**
 * Reads what a reader typed. Words apart are terms; `"…"` is one term with its spaces; `-` before either excludes;
 * `category:`, `tag:`, `source:`, `stock:`, `after:` (that day and later) and `before:` (earlier than that day) filter. Anything else is
 * looked for as it was typed.
 * @returns `undefined` for a query that asks for nothing
 */
export function parseQuery(text: string, filters: QueryFilters = {}): Query | QueryProblem | undefined {
  if (text.length > QUERY_LIMITS.characters) return { found: `${text.slice(0, 20)}…`, reason: 'too-long' };
  const query: Query = { terms: [], excluded: [], categories: [], tags: [], sources: [], stocks: [], days: WHOLE_TIME };
  const problem = addTokens(query, text) ?? addFields(query, filters);
  return problem ?? (isEmpty(query) ? undefined : query);
}

function addTokens(query: Query, text: string): QueryProblem | undefined {
  let count = 0;
  // U+FEFF is white space in JavaScript's expressions; folding drops it.
  for (const match of text.replaceAll('\ufeff', '').matchAll(TOKEN)) {
    if (++count > QUERY_LIMITS.terms) return { found: match[0], reason: 'too-many-terms' };
    const [, operator, quotedValue, value, minus, phrase, wordMinus, word = ''] = match;
    if (operator !== undefined) {
      const problem = addFilter(query, operator.toLowerCase(), (quotedValue ?? value ?? '').trim());
      if (problem) return problem;
    } else if (phrase !== undefined) {
      // Two marks with nothing between them are not a term, but a space between them is.
      if (phrase !== '') addTerm(minus ? query.excluded : query.terms, foldSpaced(phrase));
    } else if (wordMinus) addTerm(query.excluded, foldText(word));
    else addTerm(query.terms, foldText(word));
  }
  return undefined;
}

function addFields(query: Query, filters: QueryFilters): QueryProblem | undefined {
  for (const [operator, value] of Object.entries(filters)) {
    if (value.length > QUERY_LIMITS.characters)
      return { found: `${operator}:${value.slice(0, 20)}…`, reason: 'too-long' };
    const problem = value === '' ? undefined : addFilter(query, operator, value);
    if (problem) return problem;
  }
  return undefined;
}

function addTerm(terms: string[], term: string): void {
  if (term !== '' && !terms.includes(term)) terms.push(term);
}

function addFilter(query: Query, operator: string, value: string): QueryProblem | undefined {
  switch (operator) {
    case 'category':
      query.categories.push(value);
      return undefined;
    case 'tag':
      query.tags.push(value);
      return undefined;
    case 'source':
      query.sources.push(value);
      return undefined;
    case 'stock':
      query.stocks.push(value);
      return undefined;
    default: {
      const day = parseDay(value);
      if (day === undefined) return { found: `${operator}:${value}`, reason: 'no-date' };
      const { from, before } = query.days;
      query.days =
        operator === 'after'
          ? { from: Math.max(from, day), before }
          : { from: Math.max(from, 1), before: Math.min(before, day) };
      return undefined;
    }
  }
}

/** The first day (yyyymmdd) of `2022`, `2022-03` or `2022-03-01`; `undefined` for what the calendar does not have. */
function parseDay(text: string): number | undefined {
  const [, year, month = '1', day = '1'] = DATE.exec(text.normalize('NFKC')) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
}

function isEmpty({ terms, excluded, categories, tags, sources, stocks, days }: Query): boolean {
  return [terms, excluded, categories, tags, sources, stocks].every((part) => part.length === 0) && days === WHOLE_TIME;
}
