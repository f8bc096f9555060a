const WIDE = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff01-\\uff60\\uffe0-\\uffe6';
const BREAK = new RegExp(`(?<=[${WIDE}])\\n(?=[${WIDE}])(?!\\u3000\\u3000)`, 'gu');

/**
 * A line break between two Han, kana or full-width characters is no space: these scripts set none between words. One before an
 * indent of full-width spaces stays; it is the end of a paragraph.
 */
export const joinWideLines = (text: string): string => (text.includes('\n') ? text.replace(BREAK, '') : text);
