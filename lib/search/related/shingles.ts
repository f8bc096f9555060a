/** Factor of the rolling hash of shingles. */
export const FACTOR = 0x0100_0193;

/** 1 for each UTF-16 unit of a folded text that counts: letters, digits, and halves of surrogate pairs. Made at its first use. */
let countedUnits: Uint8Array | undefined;

function listCountedUnits(): Uint8Array {
  return Uint8Array.from({ length: 0x10000 }, (_, unit) =>
    /[\p{L}\p{N}\p{Cs}]/u.test(String.fromCharCode(unit)) ? 1 : 0,
  );
}

/** The letters and digits of a folded text, at most `limit` of them. */
export function takeLetters(folded: string, limit = Number.POSITIVE_INFINITY): Uint16Array {
  countedUnits ??= listCountedUnits();
  const units = new Uint16Array(Math.min(folded.length, limit));
  let length = 0;
  for (let i = 0; i < folded.length && length < units.length; i++) {
    const unit = folded.charCodeAt(i);
    if (countedUnits[unit] === 1) units[length++] = unit;
  }
  return units.subarray(0, length);
}

/**
 * The shingles of a folded text: all runs of `width` adjacent letters and digits, each as a hash of 32 bits. So few different
 * shingles share a hash that similarities do not change.
 */
export function listShingles(folded: string, width: number): ReadonlySet<number> {
  const units = takeLetters(folded);
  const shingles = new Set<number>();
  for (let i = 0; i + width <= units.length; i++) {
    let hash = 0;
    for (let k = i; k < i + width; k++) hash = (Math.imul(hash, FACTOR) + (units[k] ?? 0)) | 0;
    shingles.add(hash);
  }
  return shingles;
}

/** Share of their shingles that two texts have in common (the Jaccard index): from 0 to 1; 0 where a text has none. */
export function measureSimilarity(first: ReadonlySet<number>, second: ReadonlySet<number>): number {
  const shared = first.intersection(second).size;
  return shared === 0 ? 0 : shared / (first.size + second.size - shared);
}
