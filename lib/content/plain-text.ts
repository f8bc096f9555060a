/**
 * Characters that are removed from text: C0 and C1 controls except tab and line feed, the byte order mark, noncharacters, and
 * the bidirectional embeddings, overrides and isolates (UAX #9), with which a line can be made to read as another one.
 * Left-to-right and right-to-left marks are harmless and stay.
 */
const UNWANTED =
  /(?![\t\n])[\p{Cc}\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;
/** Fast test for any of them or a surrogate. Most texts hold none and are returned unchanged. */
const MAY_BE_UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]/;

/** Text without control and bidirectional formatting characters and without lone surrogates. */
export function cleanText(text: string): string {
  return MAY_BE_UNWANTED.test(text) ? text.toWellFormed().replace(UNWANTED, '') : text;
}

/** `cleanText` for titles, names and labels: on one line, white space collapsed and trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(/\s+/g, ' ')).trim();
}

/** Text as HTML and XML write it. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same for a value between double quotes. */
export const escapeAttribute = (text: string): string => escapeMarkup(text).replaceAll('"', '&quot;');
