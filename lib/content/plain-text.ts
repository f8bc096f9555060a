/**
 * Characters that text of a news site never means: C0 and C1 controls but tab and line feed, the byte order mark,
 * noncharacters, and the bidirectional embeddings, overrides and isolates (UAX #9), which can make a line read as
 * another. Left-to-right and right-to-left marks stay: they are harmless.
 */
const UNWANTED =
  /(?![\t\n])[\p{Cc}\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;
/** Whether a text can hold any of them, or half a character, is seen at a glance: most hold none. */
const MAY_BE_UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]/;

/** Text without control and bidirectional formatting characters and without lone surrogates. */
export function cleanText(text: string): string {
  return MAY_BE_UNWANTED.test(text) ? text.toWellFormed().replace(UNWANTED, '') : text;
}

/** The same on one line, white space folded and trimmed: for titles, names and labels. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(/\s+/g, ' ')).trim();
}
