import { foldText } from './fold.ts';

/** Bytes of a signature: one for each bin. */
export const SIGNATURE_BYTES = 16;
/** Characters of a shingle. */
const SHINGLE = 5;
/** Below so many shingles chance has too much of a say. */
const FEWEST_SHINGLES = 60;
/** Shingles that are looked at: the rest of a long text adds nothing. */
const MOST_SHINGLES = 4_000;

/** Factor of the rolling hash, and what its oldest character has been multiplied by. */
const FACTOR = 0x0100_0193;
const OLDEST_FACTOR = Array.from({ length: SHINGLE - 1 }).reduce((power: number) => Math.imul(power, FACTOR), 1);

/** Whether a UTF-16 unit of a folded text counts: letters, digits, and halves of characters beyond them; made at the first use. */
let countedUnits: Uint8Array | undefined;

function listCountedUnits(): Uint8Array {
  return Uint8Array.from({ length: 0x10000 }, (_, unit) =>
    /[\p{L}\p{N}\p{Cs}]/u.test(String.fromCharCode(unit)) ? 1 : 0,
  );
}

/** The letters and digits of a folded text, at most `limit`, and how many they are. */
function takeCounted(folded: string, limit: number): { units: Uint16Array; length: number } {
  countedUnits ??= listCountedUnits();
  const units = new Uint16Array(Math.min(folded.length, limit));
  let length = 0;
  for (let i = 0; i < folded.length && length < units.length; i++) {
    const unit = folded.charCodeAt(i);
    if (countedUnits[unit] === 1) units[length++] = unit;
  }
  return { units, length };
}

/**
 * The MinHash of a text (Broder 1997) over its shingles of five letters and digits, by one permutation (Li, Owen, Zhang 2012):
 * shingles are dealt into bins by their hash, and each bin keeps a byte of its least one (Li, König 2010). Two texts agree in a
 * byte about as often as they share shingles. The same for ever, since signatures are kept.
 * @returns `undefined` for a folded text that is too short to be told from others
 */
export function makeSignature(foldedText: string): Uint8Array | undefined {
  const { units, length } = takeCounted(foldedText, MOST_SHINGLES + SHINGLE - 1);
  if (length - SHINGLE + 1 < FEWEST_SHINGLES) return undefined;
  const least = new Uint32Array(SIGNATURE_BYTES).fill(0xffff_ffff);
  let hash = 0;
  for (let i = 0; i < length; i++) {
    const leaving = i < SHINGLE ? 0 : (units[i - SHINGLE] ?? 0);
    hash = (Math.imul(hash - Math.imul(leaving, OLDEST_FACTOR), FACTOR) + (units[i] ?? 0)) | 0;
    if (i < SHINGLE - 1) continue;
    const mixed = mix(hash);
    const bin = mixed & (SIGNATURE_BYTES - 1);
    if (mixed < (least[bin] ?? 0)) least[bin] = mixed;
  }
  return Uint8Array.from(least, (value) => (value >>> 4) & 0xff);
}

/** The shingles of a folded text, each by 32 bits of hash: so few that are not equal have the same that it does not show. */
export const listShingles = (foldedText: string): ReadonlySet<number> => shinglesOf(foldedText, SHINGLE);

/** Share of their shingles that two texts have in common (Jaccard): from 0 to 1; 0 where one is shorter than a shingle. */
export function measureSimilarity(first: ReadonlySet<number>, second: ReadonlySet<number>): number {
  const shared = first.intersection(second).size;
  return shared === 0 ? 0 : shared / (first.size + second.size - shared);
}

/** Share of its pairs that the shorter of two headlines has to have in the longer one, for both to say the same. */
const SAME_HEADLINE = 0.8;

/** A headline, ready to be compared with others: its pairs of letters and digits. */
export type Headline = ReadonlySet<number>;

export const toHeadline = (title: string): Headline => shinglesOf(foldText(title), 2);

/** Whether two headlines say the same: wires repeat theirs with a word more or less. */
export function isSameHeadline(a: Headline, b: Headline): boolean {
  const least = Math.min(a.size, b.size);
  return least > 0 && a.intersection(b).size >= SAME_HEADLINE * least;
}

function shinglesOf(text: string, width: number): Set<number> {
  const { units, length } = takeCounted(text, Number.POSITIVE_INFINITY);
  const shingles = new Set<number>();
  for (let i = 0; i + width <= length; i++) {
    let hash = 0;
    for (let k = i; k < i + width; k++) hash = (Math.imul(hash, FACTOR) + (units[k] ?? 0)) | 0;
    shingles.add(hash);
  }
  return shingles;
}

/** Spreads 32 bits evenly (the finalizer of MurmurHash3). */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
