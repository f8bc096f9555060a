import assert from 'node:assert/strict';
import test from 'node:test';
import { foldText, toSearchText } from '../../../lib/search/index.ts';
import { listShingles, measureSimilarity } from '../../../lib/search/related/shingles.ts';
import { generateBatch } from '../../bench/generate.ts';

const STORY =
  '央行今日开展1000亿元七天期逆回购操作，中标利率为2.00%，与此前持平。由于今日有300亿元逆回购到期，实现净投放700亿元。' +
  '交易员表示，月末资金面整体平稳，隔夜利率小幅下行，机构对跨月资金的需求有所上升，市场预期流动性将保持合理充裕。';

const sign = (text: string): Uint8Array => toSearchText('', text).signature ?? assert.fail('too short');

function countEqual(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, i) => sum + (byte === b[i] ? 1 : 0), 0);
}

test('gives the same signature for ever', () => {
  assert.equal(Buffer.from(sign(STORY)).toString('hex'), '16e38691a067f0d18ec852b2829f972c');
});

test('makes nothing of punctuation, width, case and white space', () => {
  const loose = STORY.replaceAll('，', ',\n　').replaceAll('1000', '１０００');
  assert.deepEqual(sign(loose), sign(STORY));
});

test('makes no signature of a short text', () => {
  assert.equal(toSearchText('', STORY.slice(0, 60)).signature, undefined);
});

test('gives a text with another ending most of its bytes', () => {
  assert.ok(countEqual(sign(STORY), sign(`${STORY}（文章来源：泰州日报）`)) >= 12);
});

test('agrees in bytes as often as texts share shingles', () => {
  const texts = generateBatch(400).map(({ text }) => text.slice(0, 700));
  let error = 0;
  let pairs = 0;
  for (const [i, text] of texts.entries()) {
    const kept = Math.round((text.length * (i % 10)) / 10);
    const mixed = text.slice(0, kept) + (texts[(i + 1) % texts.length] ?? '').slice(kept);
    error +=
      countEqual(sign(text), sign(mixed)) / 16 -
      measureSimilarity(listShingles(foldText(text), 5), listShingles(foldText(mixed), 5));
    pairs++;
  }
  assert.ok(Math.abs(error / pairs) < 0.02, String(error / pairs));
});

for (const [a, b, share] of [
  ['一二三四五六', '一二三四五六', 1],
  ['一二三四五六', '一二三四五，七', 1 / 3],
  ['一二三四五六', '六五四三二一', 0],
  ['一二', '一二', 0],
] as const) {
  test(`finds that ${a} and ${b} share ${share.toFixed(2)}`, () =>
    assert.equal(measureSimilarity(listShingles(a, 5), listShingles(b, 5)), share));
}
