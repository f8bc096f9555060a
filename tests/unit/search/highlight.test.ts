import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { makeExtracts, markMatches } from '../../../lib/search/index.ts';
import { foldSpaced } from '../../../lib/search/text/fold.ts';
import { someText } from './some-text.ts';

const join = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('');

test('marks what was found in the form that it has in the text', () => {
  assert.deepEqual(markMatches('離岸人民幣與ＣＰＩ', ['人民币', 'cpi']), [
    { text: '離岸', isMatch: false },
    { text: '人民幣', isMatch: true },
    { text: '與', isMatch: false },
    { text: 'ＣＰＩ', isMatch: true },
  ]);
});

test('marks change nothing but white space, and hold the terms', () => {
  fc.assert(
    fc.property(someText, fc.nat(30), fc.integer({ min: 1, max: 6 }), (text, from, length) => {
      const folded = foldSpaced(text);
      const term = folded.slice(from, from + length);
      fc.pre(term !== '' && term.isWellFormed());
      const pieces = markMatches(text, [term]);
      assert.equal(foldSpaced(join(pieces)), folded);
      assert.ok(pieces.some((piece) => piece.isMatch && foldSpaced(piece.text).includes(term)));
    }),
  );
});

test('shows the sentence of a match and one further on', () => {
  const text = `开头一句。${'无关。'.repeat(40)}这里有目标词，说明。${'无关。'.repeat(60)}那里也有目标词。`;
  assert.deepEqual(
    makeExtracts(text, ['目标词']).map((pieces) => [
      join(pieces).slice(0, 6),
      pieces.filter((piece) => piece.isMatch).length,
    ]),
    [
      ['这里有目标词', 1],
      ['那里也有目标', 1],
    ],
  );
});

test('shows no extract of a text without a match', () => {
  assert.deepEqual(makeExtracts('正文。', ['别的']), []);
});
