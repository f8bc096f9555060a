import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseQuery } from '../../../lib/search/index.ts';

const EMPTY = {
  terms: [],
  excluded: [],
  categories: [],
  tags: [],
  sources: [],
  stocks: [],
  days: { from: 0, before: Number.MAX_SAFE_INTEGER },
};
for (const [text, expected] of [
  ['人民币　汇率 人民币', { terms: ['人民币', '汇率'] }],
  ['"a  B" -"丙 丁" -甲', { terms: ['a b'], excluded: ['丙 丁', '甲'] }],
  ['＂甲 乙', { terms: ['甲 乙'] }],
  ['-', { terms: ['-'] }],
  ['""', undefined],
  ['\ufeff \u200b', undefined],
  ['a-b c:d', { terms: ['a-b', 'c:d'] }],
  ['category：东财 tag:"a b" source:x', { categories: ['东财'], tags: ['a b'], sources: ['x'] }],
  ['stock:600519 stock:"贵州 茅台"', { stocks: ['600519', '贵州 茅台'] }],
  ['category: 甲', { terms: ['category:', '甲'] }],
  ['after:2022-3 before:２０２３', { days: { from: 20_220_301, before: 20_230_101 } }],
  ['after:2022-02-30', { found: 'after:2022-02-30', reason: 'no-date' }],
  ['甲'.repeat(1_001), { found: `${'甲'.repeat(20)}…`, reason: 'too-long' }],
  [Array.from({ length: 33 }, (_, i) => `词${i}`).join(' '), { found: '词32', reason: 'too-many-terms' }],
] as const) {
  test(`reads the query ${text.slice(0, 40)}`, () => {
    assert.deepEqual(parseQuery(text), !expected || 'reason' in expected ? expected : { ...EMPTY, ...expected });
  });
}

test('reads fields as the operators of their names', () => {
  assert.deepEqual(
    parseQuery('甲', { category: '东财 新闻', tag: '', after: '2022' }),
    parseQuery('甲 category:"东财 新闻" after:2022'),
  );
});

test('reads any query without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => void parseQuery(text)));
});
