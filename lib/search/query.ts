import { foldSpaced, foldText } from './fold.ts';

/** Most characters of a query. */
export const MAX_QUERY_LENGTH = 1_000;
/** Most terms and filters of a query. */
export const MAX_TERMS = 32;

/** A part of the time line: seconds are not told apart, days are in the site's zone. */
export interface DayRange {
  /** First day, as yyyymmdd. */
  from: number;
  /** First day that is no longer meant, as yyyymmdd. */
  before: number;
}

/** What a reader looks for. */
export interface Query {
  /** Folded; all must occur, in the title or in the text. */
  terms: string[];
  /** Folded; none may occur. */
  excluded: string[];
  /** Names as they were written; an article of any of those of one kind is meant. */
  categories: string[];
  tags: string[];
  sources: string[];
  days: DayRange;
}

/** A query as a form has it: what was typed, and fields that mean the same as the operators. */
export interface QueryFields {
  q: string;
  category?: string;
  tag?: string;
  source?: string;
  after?: string;
  before?: string;
}

/** Why a query cannot be answered. */
export interface QueryProblem {
  /** The part that is wrong; shortened where it is long. */
  found: string;
  reason: 'too-long' | 'too-many-terms' | 'no-date';
}

const WHOLE_TIME: DayRange = { from: 0, before: Number.MAX_SAFE_INTEGER };
/**
 * An operator with its value, a phrase in quotation marks (the last may be left open), or a word; a minus excludes. Full-width
 * marks are those that Chinese input methods write.
 */
const TOKEN =
  /(category|tag|source|before|after)[:：](?:["＂]([^"＂]*)["＂]?|([^\s"＂]\S*))|([-－]?)["＂]([^"＂]*)(?:["＂]|$)|([-－]?)(\S+)/giu;
const DATE = /^(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?$/;

/** Reads a form: what was typed, and what its other fields ask for beside it. */
export function parseFields({ q, ...filters }: QueryFields): Query | QueryProblem {
  const query = parseQuery(q);
  if ('reason' in query) return query;
  for (const [operator, value] of Object.entries(filters)) {
    if (value.length > MAX_QUERY_LENGTH) return { found: `${operator}:${value.slice(0, 20)}…`, reason: 'too-long' };
    const problem = value === '' ? undefined : addFilter(query, operator, value);
    if (problem) return problem;
  }
  return query;
}

/**
 * Reads what a reader typed. Words apart are terms; `"…"` is one term with its spaces; `-` before either excludes;
 * `category:`, `tag:`, `source:`, `after:` (that day and later) and `before:` (earlier than that day) filter. Whatever is none of
 * these is looked for as it stands.
 */
export function parseQuery(text: string): Query | QueryProblem {
  if (text.length > MAX_QUERY_LENGTH) return { found: `${text.slice(0, 20)}…`, reason: 'too-long' };
  const query: Query = { terms: [], excluded: [], categories: [], tags: [], sources: [], days: WHOLE_TIME };
  let count = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (++count > MAX_TERMS) return { found: match[0], reason: 'too-many-terms' };
    const [, operator, quotedValue, value, minus, phrase, wordMinus, word = ''] = match;
    if (operator !== undefined) {
      const problem = addFilter(query, operator.toLowerCase(), (quotedValue ?? value ?? '').trim());
      if (problem) return problem;
    } else if (phrase !== undefined) {
      // Nothing but spaces between the marks is no term.
      if (phrase !== '') addTerm(minus ? query.excluded : query.terms, foldSpaced(phrase));
    } else if (wordMinus) addTerm(query.excluded, foldText(word));
    else addTerm(query.terms, foldText(word));
  }
  return query;
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
    default: {
      const day = parseDay(value);
      if (day === undefined) return { found: `${operator}:${value}`, reason: 'no-date' };
      const { from, before } = query.days;
      query.days =
        operator === 'after' ? { from: Math.max(from, day), before } : { from, before: Math.min(before, day) };
      return undefined;
    }
  }
}

/** The first day (yyyymmdd) of `2022`, `2022-03` or `2022-03-01`; `undefined` for what the calendar does not have. */
export function parseDay(text: string): number | undefined {
  const [, year, month = '1', day = '1'] = DATE.exec(text.normalize('NFKC')) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
}

/** True for a query that asks for nothing. */
export function isEmptyQuery({ terms, excluded, categories, tags, sources, days }: Query): boolean {
  return [terms, excluded, categories, tags, sources].every((part) => part.length === 0) && days === WHOLE_TIME;
}
