import { distance } from 'fastest-levenshtein';
import { foldText } from '../search/index.ts';
import type { CategoryLink, Suggestion } from './types.ts';

/** A category or tag with how its title sounds. */
export interface Named extends Suggestion {
  /** In lower case without spaces or tones. */
  pinyin: string;
  /** First letters of the pinyin of each character. */
  initials: string;
}

/** Share of its letters in which a similar name may differ. */
const MOST_DIFFERENCE = 0.4;

/** Finds categories and tags by what a reader has typed of their names. */
export class NameSuggestions {
  readonly #names: { named: Named; folded: string; foldedTitle: string }[];

  constructor(names: readonly Named[]) {
    const categories = new Set(names.filter(({ kind }) => kind === 'category').map(({ title }) => title));
    this.#names = names
      // A category is called by a tag, and is what readers mean by that name.
      .filter(({ kind, title }) => kind === 'category' || !categories.has(title))
      .map((named) => ({ named, folded: foldText(named.name), foldedTitle: foldText(named.title) }))
      .sort((a, b) => b.named.count - a.named.count || (a.named.name < b.named.name ? -1 : 1));
  }

  /** Those whose title or name holds a text, or whose pinyin or initials begin with it; those that begin with it first. */
  suggest(text: string, limit: number): Suggestion[] {
    const typed = foldText(text);
    if (typed === '') return [];
    const sound = typed.replaceAll(' ', '');
    const first: Suggestion[] = [];
    const others: Suggestion[] = [];
    for (const { named, folded, foldedTitle } of this.#names) {
      const { kind, name, title, count, pinyin, initials } = named;
      const suggestion = { kind, name, title, count };
      if (foldedTitle.startsWith(typed) || folded.startsWith(typed)) first.push(suggestion);
      else if (pinyin.startsWith(sound) || initials.startsWith(sound) || foldedTitle.includes(typed))
        others.push(suggestion);
      if (first.length === limit) break;
    }
    return [...first, ...others].slice(0, limit);
  }

  /** Categories that are like a text in their name or in their pinyin, the most alike first. */
  similarCategories(text: string, limit: number): CategoryLink[] {
    const typed = foldText(text).slice(0, 40);
    if (typed === '') return [];
    const found = this.suggest(typed, limit).filter(({ kind }) => kind === 'category');
    const near = this.#names
      .filter(({ named }) => named.kind === 'category')
      .map(({ named, folded, foldedTitle }) => ({
        named,
        difference: Math.min(
          ...[foldedTitle, folded, named.pinyin, named.initials]
            .filter(Boolean)
            .map((form) => distance(typed, form) / Math.max(typed.length, form.length)),
        ),
      }))
      .filter(({ difference }) => difference <= MOST_DIFFERENCE)
      .sort((a, b) => a.difference - b.difference);
    const unique = new Map([...found, ...near.map(({ named }) => named)].map(({ name, title }) => [name, title]));
    return [...unique].slice(0, limit).map(([name, title]) => ({ name, title }));
  }
}
