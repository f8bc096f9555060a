import { distance } from 'fastest-levenshtein';
import { foldText } from '../search/index.ts';
import { isStockBeginning } from '../stocks/index.ts';
import type { CategoryLink, Suggestion } from './types.ts';

/** How a category, tag or stock is spelt, and how its title sounds. */
export interface NameForms extends Pick<Suggestion, 'kind' | 'name' | 'title'> {
  /** In lower case without spaces or tones. */
  pinyin: string;
  /** First letters of the pinyin of each character. */
  initials: string;
  /** Of a stock: its code without its market, as `foldStockCode` gives it. */
  code?: string;
}

type Named = NameForms & Suggestion;

/** A name with its folded forms. */
interface FoldedName<Forms extends NameForms = NameForms> {
  named: Forms;
  folded: string;
  foldedTitle: string;
}

/** Share of its letters in which a similar name may differ. */
const MOST_DIFFERENCE = 0.4;

/** Finds categories, tags and stocks by what a reader has typed of their names. */
export class NameSuggestions {
  readonly #names: FoldedName<Named>[];

  constructor(names: readonly Named[]) {
    const categories = new Set(names.filter(({ kind }) => kind === 'category').map(({ title }) => title));
    this.#names = names
      // A category is called by a tag, and is what readers mean by that name.
      .filter(({ kind, title }) => kind !== 'tag' || !categories.has(title))
      .map(foldName)
      .sort((a, b) => b.named.count - a.named.count || (a.named.name < b.named.name ? -1 : 1));
  }

  /**
   * Those whose title holds a text, or whose name, code, pinyin or initials begin with it; those first whose title, name or code
   * begins with it.
   */
  suggest(text: string, limit: number): Suggestion[] {
    const typed = foldText(text);
    if (typed === '') return [];
    const sound = typed.replaceAll(' ', '');
    const first: Suggestion[] = [];
    const others: Suggestion[] = [];
    for (const name of this.#names) {
      const { kind, title, count } = name.named;
      const suggestion = { kind, name: name.named.name, title, count };
      const rank = rankOf(name, typed, sound);
      if (rank === 0) first.push(suggestion);
      else if (rank === 1) others.push(suggestion);
      if (first.length === limit) break;
    }
    return [...first, ...others].slice(0, limit);
  }

  /**
   * Categories that are like a text in their name or in their pinyin: those that `suggest` would find, then those that are spelt
   * almost so; in both the most alike first. How many articles they have counts for nothing.
   */
  similarCategories(text: string, limit: number): CategoryLink[] {
    const typed = foldTyped(text);
    if (typed === '') return [];
    return this.#names
      .flatMap((name) => likenessOf(name, typed) ?? [])
      .sort(
        (a, b) =>
          Number(b.isSuggested) - Number(a.isSuggested) ||
          a.difference - b.difference ||
          (a.named.name < b.named.name ? -1 : 1),
      )
      .slice(0, limit)
      .map(({ named: { name, title } }) => ({ name, title }));
  }
}

/** Whether `similarCategories` may find a name for a text. */
export function isSimilarCategory(name: NameForms, text: string): boolean {
  const typed = foldTyped(text);
  return typed !== '' && likenessOf(foldName(name), typed) !== undefined;
}

/** Characters of a text that are compared with names. */
const LONGEST_TYPED = 40;

const foldTyped = (text: string): string => foldText(text).slice(0, LONGEST_TYPED);

const foldName = <Forms extends NameForms>(named: Forms): FoldedName<Forms> => ({
  named,
  folded: foldText(named.name),
  foldedTitle: foldText(named.title),
});

/** How a category is like a text; `undefined` where it is not, and for what is no category. */
function likenessOf(name: FoldedName, typed: string) {
  const { named } = name;
  if (named.kind !== 'category') return undefined;
  const isSuggested = rankOf(name, typed, typed.replaceAll(' ', '')) !== undefined;
  // Of thousands of names few are like a text: most are told by their lengths.
  const difference = differenceOf(name, typed, isSuggested ? 1 : MOST_DIFFERENCE);
  return isSuggested || difference <= MOST_DIFFERENCE ? { named, isSuggested, difference } : undefined;
}

/**
 * 0 for a name that begins with what was typed, 1 for one that sounds so or holds it; `undefined` for any other.
 * @param sound what was typed, without spaces
 */
function rankOf({ named, folded, foldedTitle }: FoldedName, typed: string, sound: string): 0 | 1 | undefined {
  if (foldedTitle.startsWith(typed) || folded.startsWith(typed)) return 0;
  if (named.code !== undefined && isStockBeginning(typed, named.name, named.code)) return 0;
  const isLike = named.pinyin.startsWith(sound) || named.initials.startsWith(sound) || foldedTitle.includes(typed);
  return isLike ? 1 : undefined;
}

/**
 * The share of its letters in which the most similar form of a name differs from what was typed.
 * @param most forms whose lengths alone differ by a larger share are passed over
 */
function differenceOf({ named, folded, foldedTitle }: FoldedName, typed: string, most: number): number {
  let least = 1;
  for (const form of [foldedTitle, folded, named.pinyin, named.initials]) {
    const length = Math.max(typed.length, form.length);
    if (form === '' || Math.abs(typed.length - form.length) > most * length) continue;
    least = Math.min(least, distance(typed, form) / length);
  }
  return least;
}
