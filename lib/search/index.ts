/** Search: what makes two spellings of a text the same. */

/**
 * A text as it is compared: compatibility forms unified (NFKC: full-width letters and digits become plain ones), lower
 * case, white space folded to single spaces.
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
