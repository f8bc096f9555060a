/** Names as parts of addresses, as Jekyll makes them. */

const SLUG_SEPARATORS: Record<string, RegExp> = {
  raw: /[ \t\r\n\f\v]+/g,
  default: /[^\p{M}\p{L}\p{Nd}]+/gu,
  latin: /[^\p{M}\p{L}\p{Nd}]+/gu,
  pretty: /[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+/gu,
  ascii: /[^A-Za-z0-9]+/g,
};

/** Latin letters that Unicode does not take apart into a plain letter and a mark. */
const PLAIN_LETTERS: Record<string, string> = {
  Æ: 'AE',
  Ð: 'D',
  Ø: 'O',
  Þ: 'Th',
  ß: 'ss',
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  Ĳ: 'IJ',
  ĳ: 'ij',
  ĸ: 'k',
  Ł: 'L',
  ł: 'l',
  ŉ: "'n",
  Ŋ: 'NG',
  ŋ: 'ng',
  Œ: 'OE',
  œ: 'oe',
  Ŧ: 'T',
  ŧ: 't',
};

function transliterate(text: string): string {
  return Array.from(text.normalize('NFC'), (char) => {
    if (char <= '\u007f') return char;
    const base = char <= '\u017e' ? char.normalize('NFD').charAt(0) : '?';
    return PLAIN_LETTERS[char] ?? (/[A-Za-z]/.test(base) ? base : '?');
  }).join('');
}

/** `Jekyll::Utils.slugify`. Modes that it does not know turn letters to lower case alone. @param keepsCase its `cased` */
export function slugify(text: string, mode: string, keepsCase = false): string {
  const separators = SLUG_SEPARATORS[mode];
  if (!separators) return text.toLowerCase();
  const plain = mode === 'latin' ? transliterate(text) : text;
  const slug = plain.replace(separators, '-').replace(/^-|-$/gm, '');
  return keepsCase ? slug : slug.toLowerCase();
}
