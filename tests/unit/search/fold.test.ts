import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import characters from 'opencc-js/dict/TSCharacters';
import { foldMapped, foldSpaced, foldText } from '../../../lib/search/text/fold.ts';
import { someText } from './some-text.ts';

for (const [text, folded] of [
  ['ＣＰＩ　同比', 'cpi 同比'],
  ['  人民幣\n匯率\t ', '人民币 汇率'],
  ['㍿ ﬁ', '株式会社 fi'],
  ['é', 'é'],
  ['發展頭髮', '发展头发'],
  ['a\u0000b', 'a b'],
  ['人\u200b民\u00ad币\ufeff', '人民币'],
  ['a \u200d b', 'a b'],
  ['e\u200b\u0301', 'é'],
  ['葛\u{e0100}城', '葛城'],
  ['ᄀ\u115fᅡ', '가'],
  ['\ud800甲', '\ufffd甲'],
  ['𠀾 㘚', '𠀾 㘎'],
] as const) {
  test(`folds ${JSON.stringify(text)}`, () => {
    assert.equal(foldText(text), folded);
  });
}

const simplified = new Map(characters.split('|').map((entry) => entry.split(' ') as [string, string]));

test('folds any text by what has no glyph, NFKC, lower case, the table of characters, and single spaces', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), someText), (text) => {
      const lower = text
        .toWellFormed()
        .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s\p{Cc}]+/gu, ' ');
      const expected = Array.from(lower, (character) => simplified.get(character) ?? character).join('');
      assert.equal(foldSpaced(text), expected);
    }),
    { numRuns: 5_000 },
  );
});

test('finds each folded unit again in the text that it came from', () => {
  fc.assert(
    fc.property(someText, (text) => {
      const inPlace = Array.from({ length: text.length + 1 }, (_, i) => i);
      const { folded, offsets = Int32Array.from(inPlace) } = foldMapped(text);
      assert.deepEqual(
        [folded, offsets.length, offsets.at(-1), [...offsets].every((offset, i) => offset >= (offsets[i - 1] ?? 0))],
        [foldSpaced(text), folded.length + 1, text.length, true],
      );
    }),
  );
});
