/** What most people read in a minute, in silence: characters of Chinese or Japanese, words of other languages. */
const CHARACTERS_A_MINUTE = 400;
const WORDS_A_MINUTE = 230;

/** How long a text takes to read, in whole minutes; 1 at the least. */
export function measureReading(text: string): number {
  let characters = 0;
  let words = 0;
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // From kana to the end of the Han characters; of rarer ones, in two units, the first stands for both.
    const isCharacter = (unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xd840 && unit <= 0xd88f);
    const isOfWord = !isCharacter && unit > 0x2f && (unit < 0x7f ? isAlphanumeric(unit) : isLetter(unit));
    if (isCharacter) characters++;
    else if (isOfWord && !isInWord) words++;
    isInWord = isOfWord;
  }
  return Math.max(1, Math.round(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE));
}

const isAlphanumeric = (unit: number): boolean => unit <= 0x39 || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);

/** Of the alphabets beyond ASCII, Hangul included; not punctuation or halves of characters. */
const isLetter = (unit: number): boolean => (unit >= 0xc0 && unit < 0x2000) || (unit >= 0xac00 && unit <= 0xd7af);
