/** Enough of a file to see whether it begins with front matter, in bytes. */
export const OPENING_BYTES = 64;

/** A byte order mark, with which Jekyll sees no front matter, is skipped. */
const OPENING = /^\ufeff?---[ \t\f\v\r]*\n/;

/**
 * True for a file that Jekyll renders and does not copy (`Utils.has_yaml_header?` of 4.3).
 * @param head the first `OPENING_BYTES` of the file, or all of a shorter one
 */
export function beginsWithFrontMatter(head: Uint8Array): boolean {
  return head.length > 3 && OPENING.test(Buffer.from(head).toString('utf8'));
}
