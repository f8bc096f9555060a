import { pinyin } from 'pinyin-pro';

/** How the title of a category or tag sounds. */
export interface TitleSound {
  /** Latin capital of the pinyin, or `#` for everything else. */
  initial: string;
  /** In lower case, without spaces or tones. */
  pinyin: string;
  /** First letters of the pinyin of each character. */
  initials: string;
}

/** Without tones. */
const PLAIN = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const;
/** So many characters of a name are spelled. */
const SPELLED_LENGTH = 64;

export function soundOf(title: string): TitleSound {
  const sound = pinyin(title, PLAIN).join('').toLowerCase();
  const initials = pinyin(title, { ...PLAIN, pattern: 'first' })
    .join('')
    .toLowerCase();
  return { initial: /^[a-z]/.test(sound) ? sound.charAt(0).toUpperCase() : '#', pinyin: sound, initials };
}

/**
 * The pinyin of each character by itself, in lower case without spaces or tones: what categories of media are called after, whatever a
 * character sounds like beside others (`yangxingwangzhan` for 央行网站).
 */
export const spell = (name: string): string =>
  Array.from(name.slice(0, SPELLED_LENGTH), (character) => pinyin(character, PLAIN).join(''))
    .join('')
    .toLowerCase()
    .replace(/\s/g, '');
