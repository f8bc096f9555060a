/** Reading speed of most people: characters of Chinese or Japanese, words of other languages. */
const CHARACTERS_A_MINUTE = 400;
const WORDS_A_MINUTE = 230;

/** Estimated time to read a text, in whole minutes; at least 1. */
export function measureReading(text: string): number {
  let characters = 0;
  let words = 0;
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Kana to the end of the common Han block, and high surrogates of the rare Han blocks (one per character).
    const isCharacter = (unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xd840 && unit <= 0xd88f);
    const isOfWord = !isCharacter && unit > 0x2f && (unit < 0x7f ? isAlphanumeric(unit) : isLetter(unit));
    if (isCharacter) characters++;
    else if (isOfWord && !isInWord) words++;
    isInWord = isOfWord;
  }
  return Math.max(1, Math.round(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE));
}

const isAlphanumeric = (unit: number): boolean => unit <= 0x39 || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);

/** Letters beyond ASCII, Hangul included; no punctuation, no surrogates. */
const isLetter = (unit: number): boolean => (unit >= 0xc0 && unit < 0x2000) || (unit >= 0xac00 && unit <= 0xd7af);
