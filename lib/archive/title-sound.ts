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

export function soundOf(title: string): TitleSound {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const;
  const sound = pinyin(title, options).join('').toLowerCase();
  const initials = pinyin(title, { ...options, pattern: 'first' })
    .join('')
    .toLowerCase();
  return { initial: /^[a-z]/.test(sound) ? sound.charAt(0).toUpperCase() : '#', pinyin: sound, initials };
}
