import { foldMapped, type MappedText } from './fold.ts';

/** A piece of a text: a match, or what stands between matches. */
export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Most extracts of one article, and most characters of each. */
const EXTRACTS = 2;
const EXTRACT_LENGTH = 90;
/** Characters before a match at most. */
const LEAD = 28;
const SENTENCE_END = /[。！？；\n]/u;

/** Without U+FEFF, which is white space in JavaScript's expressions alone. */
const WHITE_SPACE = /[^\S\ufeff]+/gu;

const ELLIPSIS: Piece = { text: '…', isMatch: false };

interface Range {
  start: number;
  end: number;
}

/** A text with all its matches of folded terms told apart. Traditional characters and the like keep their form. */
export function markMatches(text: string, terms: readonly string[]): Piece[] {
  return cut(text, { start: 0, end: text.length }, findMatches(text, terms));
}

/**
 * The parts of a text that hold matches of folded terms: the first match, and the first of another term or further on.
 * Empty where there is none.
 */
export function makeExtracts(text: string, terms: readonly string[]): Piece[][] {
  const matches = findMatches(text, terms);
  const windows: Range[] = [];
  for (const match of matches) {
    if (windows.length === EXTRACTS) break;
    const last = windows.at(-1);
    if (last && match.start < last.end + LEAD) continue;
    windows.push(windowAround(text, match, last?.end ?? 0));
  }
  return windows.map((window) => [
    ...(isSentenceEnd(text, window.start) ? [] : [ELLIPSIS]),
    ...cut(text, window, matches),
    ...(isSentenceEnd(text, window.end) ? [] : [ELLIPSIS]),
  ]);
}

/** Ranges of a text that hold a term, in their order, those that touch united. */
function findMatches(text: string, terms: readonly string[]): Range[] {
  const mapped = foldMapped(text);
  const found: Range[] = [];
  for (const term of terms) {
    for (let at = mapped.folded.indexOf(term); at >= 0; at = mapped.folded.indexOf(term, at + term.length)) {
      found.push(toOriginal(mapped, at, at + term.length));
    }
  }
  found.sort((a, b) => a.start - b.start);
  const united: Range[] = [];
  for (const range of found) {
    const last = united.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else united.push({ ...range });
  }
  return united;
}

function toOriginal({ offsets }: MappedText, start: number, end: number): Range {
  if (!offsets) return { start, end };
  const last = offsets[end - 1] ?? 0;
  let next = end;
  // Several units may come from one character, which is marked as a whole.
  while ((offsets[next] ?? Number.POSITIVE_INFINITY) <= last) next++;
  return { start: offsets[start] ?? 0, end: offsets[next] ?? last };
}

/** The sentence of a match, or so much of it as an extract shows. */
function windowAround(text: string, match: Range, from: number): Range {
  let start = match.start;
  const first = Math.max(from, match.start - LEAD);
  while (start > first && !isSentenceEnd(text, start)) start--;
  let end = Math.min(text.length, Math.max(match.end, start + EXTRACT_LENGTH));
  // No surrogate pair is cut in two.
  if (isTrail(text, start)) start++;
  if (isTrail(text, end)) end++;
  return { start, end };
}

/** True at both ends of the text too. */
const isSentenceEnd = (text: string, at: number): boolean =>
  at === 0 || at === text.length || SENTENCE_END.test(text.charAt(at - 1));

const isTrail = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function cut(text: string, window: Range, matches: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number, isMatch: boolean): void => {
    if (start < end) pieces.push({ text: text.slice(start, end).replace(WHITE_SPACE, ' '), isMatch });
  };
  let at = window.start;
  for (const match of matches) {
    if (match.end <= window.start) continue;
    if (match.start >= window.end) break;
    add(at, Math.max(at, match.start), false);
    add(Math.max(at, match.start), Math.min(match.end, window.end), true);
    at = Math.min(match.end, window.end);
  }
  add(at, window.end, false);
  return pieces;
}
