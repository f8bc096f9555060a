import { hash } from 'node:crypto';

/** Characters of an address, of 32 each: that two of ten million articles share one has a probability of 4 in 100,000,000. */
const ID_LENGTH = 14;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Digest of the path of an article's file, as it stands in the address of a story. */
export function storyIdOf(path: string): string {
  const digest = hash('sha256', path, 'buffer');
  return Array.from(digest.subarray(0, ID_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}
