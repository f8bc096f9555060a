import fc from 'fast-check';

/** Texts of few different characters, so that a part of one occurs in another by chance, with those that folding changes. */
export const someText = fc
  .array(
    fc.constantFrom(
      ...'甲乙丙丁ab1',
      ' ',
      '  ',
      '\n',
      'Ａ',
      '發',
      '发',
      '㗲',
      '𠵾',
      '😀',
      'é',
      'e',
      '\u0301',
      '\u200b',
      '\u00ad',
      '\ufeff',
      '\ufe0f',
      '\u{e0100}',
      '㍿',
      '，',
      '。',
    ),
    {
      maxLength: 30,
    },
  )
  .map((characters) => characters.join(''));
