/**
 * Characters that text of a news site never means: C0 and C1 controls but tab and line feed, the byte order mark,
 * noncharacters, and the bidirectional embeddings, overrides and isolates (UAX #9), which can make a line read as
 * another. Left-to-right and right-to-left marks stay: they are harmless.
 */
const UNWANTED =
  /(?![\t\n])[\p{Cc}\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;

/** Text without control and bidirectional formatting characters and without lone surrogates. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(UNWANTED, '');
}

/** The same on one line, white space folded and trimmed: for titles, names and labels. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(/\s+/g, ' ')).trim();
}
