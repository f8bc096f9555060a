import type { Card } from '../card.ts';
import type { Ranges } from './fonts.ts';

/** Stands for a character that the font has not, as type founders have it (geta). */
const MISSING = '〓';
/** The most of each text, counted in Han characters; two Latin letters count as one. */
const LONGEST = { headline: 78, source: 28, site: 22, day: 12 } as const;
/** What the shape of a character before it is chosen by: of no use where one font has all shapes. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Co}\p{Cs}]/gu;

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** The texts of a card as they are drawn: of characters that the font has, and no longer than there is room. */
export function cardTexts(card: Card, ranges: Ranges): Card {
  const fit = (name: keyof Card): string =>
    cut(drawable(card[name].replace(/\s+/g, ' ').trim(), ranges), LONGEST[name]);
  return { headline: fit('headline'), source: fit('source'), site: fit('site'), day: fit('day') };
}

function drawable(text: string, ranges: Ranges): string {
  const drawn = Array.from(GRAPHEMES.segment(text.normalize('NFC')), ({ segment }) => {
    const visible = segment.replace(INVISIBLE, '');
    return Array.from(visible).every((character) => isIn(ranges, character.codePointAt(0) ?? 0)) ? visible : MISSING;
  });
  return drawn.join('').replace(/〓+/g, MISSING) || MISSING;
}

/** By halving: the ranges are sorted. */
function isIn(ranges: Ranges, character: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] ?? [0, -1];
    if (character < first) high = middle - 1;
    else if (character > last) low = middle + 1;
    else return true;
  }
  return false;
}

const NARROW = /^[\u0020-\u024f]$/;
const widthOf = (character: string): number => (NARROW.test(character) ? 0.5 : 1);

/** About how many Han characters are as wide as a text. */
export const lengthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);

function cut(text: string, longest: number): string {
  let length = 0;
  let kept = '';
  for (const character of text) {
    length += widthOf(character);
    if (length > longest) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
