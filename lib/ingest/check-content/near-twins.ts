import { distance } from 'fastest-levenshtein';

/** Shorter names differ in one letter by their nature: `tzrb` and `tzwb` are two newspapers. */
const MIN_TYPO_LENGTH = 8;

/** A name without what people write differently: case, width, spaces, hyphens. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/** A name with each of its letters left out: two names that differ in one letter have one of these in common. */
const variantsOf = (name: string): string[] => [
  name,
  ...Array.from(name, (_, i) => name.slice(0, i) + name.slice(i + 1)),
];

const lettersOf = (name: string): string => name.replace(/\d/g, '');

/**
 * Names that are used once and differ from another name in case, width or hyphens alone, or, where they are long, in one letter.
 * @param counts how often each name is used
 * @returns the name that was probably meant, by the name that was written
 */
export function findNearTwins(counts: ReadonlyMap<string, number>): Map<string, string> {
  const byFold = Map.groupBy(counts.keys(), fold);
  const byVariant = new Map<string, string[]>();
  for (const name of counts.keys()) {
    if (name.length < MIN_TYPO_LENGTH - 1) continue;
    for (const variant of variantsOf(name)) {
      const names = byVariant.get(variant);
      if (names) names.push(name);
      else byVariant.set(variant, [name]);
    }
  }
  const twins = new Map<string, string>();
  for (const [name, count] of counts) {
    if (count > 1) continue;
    const alike = (byFold.get(fold(name)) ?? []).filter((other) => other !== name);
    const typos = name.length < MIN_TYPO_LENGTH ? [] : variantsOf(name).flatMap((form) => byVariant.get(form) ?? []);
    const twin =
      mostUsed(alike, counts) ??
      mostUsed(
        typos.filter((other) => isTypo(name, other)),
        counts,
      );
    // Of two names that are used once each, the one that is met first is taken for right.
    if (twin !== undefined && twins.get(twin) !== name) twins.set(name, twin);
  }
  return twins;
}

const mostUsed = (names: readonly string[], counts: ReadonlyMap<string, number>): string | undefined =>
  names.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0];

/** Whether two names differ in one letter. Names that differ in a digit are a series: `report2022` and `report2023`. */
const isTypo = (name: string, other: string): boolean =>
  lettersOf(other) !== lettersOf(name) && distance(name, other) === 1;
