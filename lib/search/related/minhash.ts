import { FACTOR, takeLetters } from './shingles.ts';

/** Bytes of a signature: one for each bin. */
export const SIGNATURE_BYTES = 16;
/** Letters and digits of a shingle. */
export const SHINGLE = 5;
/** A text of fewer shingles has no signature: it would be like others by chance. */
const FEWEST_SHINGLES = 60;
/** The signature is made of the first so many shingles: the rest of a long text changes little. */
const MOST_SHINGLES = 4_000;

/** What the oldest letter of a shingle has been multiplied by in the rolling hash. */
const OLDEST_FACTOR = Array.from({ length: SHINGLE - 1 }).reduce((power: number) => Math.imul(power, FACTOR), 1);

/**
 * The MinHash signature of a text (Broder 1997) over its shingles, by one permutation (Li, Owen, Zhang 2012): each shingle falls
 * into a bin by its hash, and each bin keeps one byte of its least hash (Li, König 2010). The share of equal bytes of two
 * signatures estimates the share of shingles that the texts have in common. Signatures are stored, so whoever changes what
 * one is has to have the index made anew.
 * @returns `undefined` for a short text
 */
export function makeSignature(foldedText: string): Uint8Array | undefined {
  const units = takeLetters(foldedText, MOST_SHINGLES + SHINGLE - 1);
  if (units.length - SHINGLE + 1 < FEWEST_SHINGLES) return undefined;
  const least = new Uint32Array(SIGNATURE_BYTES).fill(0xffff_ffff);
  let hash = 0;
  for (let i = 0; i < units.length; i++) {
    const leaving = i < SHINGLE ? 0 : (units[i - SHINGLE] ?? 0);
    hash = (Math.imul(hash - Math.imul(leaving, OLDEST_FACTOR), FACTOR) + (units[i] ?? 0)) | 0;
    if (i < SHINGLE - 1) continue;
    const mixed = mix(hash);
    const bin = mixed & (SIGNATURE_BYTES - 1);
    if (mixed < (least[bin] ?? 0)) least[bin] = mixed;
  }
  return Uint8Array.from(least, (value) => (value >>> 4) & 0xff);
}

/** Spreads 32 bits evenly (the finalizer of MurmurHash3). */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
