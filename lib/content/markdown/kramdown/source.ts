/**
 * A text and a place in it. Remembers where the next occurrence of a string was found, so that any number of searches for it, in the
 * order of the text, read the text once.
 */
export class Source {
  readonly text: string;
  pos = 0;
  private found: Map<string, { from: number; at: number }> | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Where `needle` stands at `from` or after it; -1 where it does not. */
  next(needle: string, from: number): number {
    const known = this.found?.get(needle);
    if (known !== undefined && known.from <= from && (known.at >= from || known.at === -1)) return known.at;
    const at = this.text.indexOf(needle, from);
    return this.remember(needle, from, at);
  }

  /** As `next`, for one that no backslash stands before. */
  nextUnescaped(character: string, from: number): number {
    const key = `\\${character}`;
    const known = this.found?.get(key);
    if (known !== undefined && known.from <= from && (known.at >= from || known.at === -1)) return known.at;
    let at = this.text.indexOf(character, from);
    while (at > from && this.text[at - 1] === '\\') at = this.text.indexOf(character, at + 1);
    return this.remember(key, from, at);
  }

  private remember(key: string, from: number, at: number): number {
    this.found ??= new Map();
    this.found.set(key, { from, at });
    return at;
  }

  get isAtEnd(): boolean {
    return this.pos >= this.text.length;
  }

  /** Takes the text up to `end`. */
  take(end: number): string {
    const taken = this.text.slice(this.pos, end);
    this.pos = end;
    return taken;
  }

  /** Takes the rest of the line with its line feed. */
  takeLine(): string {
    return this.take(lineEnd(this.text, this.pos));
  }
}

/** The index after the line feed that ends the line at `from`. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at + 1;
}

/** Ruby's `\s`: ASCII white space alone. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Ruby's `\w`: ASCII letters, digits and the low line. */
export const isAsciiWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;

const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u;
const LETTER = /\p{Alphabetic}/u;

/** Ruby's `\p{Word}`, for the character that begins at `index`. */
export function isWordAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) return isAsciiWord(code);
  return index < text.length && WORD.test(String.fromCodePoint(text.codePointAt(index) ?? 0));
}

/** Ruby's `[[:alpha:]]`, for the character that ends before `index`. */
export function isLetterBefore(text: string, index: number): boolean {
  if (index <= 0) return false;
  const code = text.charCodeAt(index - 1);
  if (code < 128) return isAsciiWord(code) && code > 64 && code !== 95;
  const isLow = code >= 0xdc00 && code <= 0xdfff && index > 1;
  return LETTER.test(isLow ? text.slice(index - 2, index) : text.charAt(index - 1));
}

/** Ruby's `[[:alnum:]]`, for the character that begins at `index`. */
export function isAlphanumericAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) return isAsciiWord(code) && code !== 95;
  return index < text.length && /[\p{Alphabetic}\p{Nd}]/u.test(String.fromCodePoint(text.codePointAt(index) ?? 0));
}

/** The index of the first character from `index` on that is no space, tab or other white space but a line feed. */
export function skipBlanks(text: string, index: number): number {
  let at = index;
  while (isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== 10) at++;
  return at;
}

/** The index of the first character from `index` on that is no white space. */
export function skipSpace(text: string, index: number): number {
  let at = index;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The index after at most `limit` spaces. */
export function skipIndent(text: string, index: number, limit = 3): number {
  let at = index;
  while (at - index < limit && text.charCodeAt(at) === 32) at++;
  return at;
}

/** The index after the line feed, where nothing but white space stands before it; otherwise -1. */
export function endOfBlankRest(text: string, index: number): number {
  const at = skipBlanks(text, index);
  return text.charCodeAt(at) === 10 ? at + 1 : -1;
}

/** Ruby's `strip` and its halves take ASCII white space alone: an indent of full-width spaces is text. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

export const trimStart = (text: string): string => text.slice(skipSpace(text, 0));
export const trim = (text: string): string => trimStart(trimEnd(text));
