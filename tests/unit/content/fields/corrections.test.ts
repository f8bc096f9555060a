/** `correction` of the front matter: text in, corrections of the article out. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { post, read, readArticle } from '../../../support/posts.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const MAY = at('2022-05-06T02:00:00Z');
const JUNE = at('2022-06-07T02:00:00Z');

for (const [field, corrections] of [
  ['correction: 数字应为三成', [{ text: '数字应为三成' }]],
  ['correction: "<script>alert(1)</script> & 甲"', [{ text: '<script>alert(1)</script> & 甲' }]],
  ['correction: {date: 2022-05-06 10:00:00 +0800, text: 甲}', [{ text: '甲', correctedAt: MAY }]],
  [
    'correction:\n  - {date: 2022-05-06 10:00:00 +0800, text: 甲}\n  - 乙\n  - {date: 2022-06-07 10:00:00 +0800, text: 丙}',
    [{ text: '丙', correctedAt: JUNE }, { text: '甲', correctedAt: MAY }, { text: '乙' }],
  ],
  ['correction: |\n  甲\n\n  乙', [{ text: '甲 乙' }]],
  ['correction: {date: 昨天, text: 甲}', [{ text: '甲' }]],
  ['correction: {date: 2022-05-06}', []],
  ['correction: [[甲]]', []],
  ['correction: {date: 2030-01-01, text: 甲}', []],
  ['correction: ""', []],
  ['correction:', []],
] as const) {
  test(`reads ${JSON.stringify(field)}`, () => {
    assert.deepEqual(readArticle(post(`title: 甲\n${field}`)).corrections, corrections);
  });
}

for (const [fields, modifiedAt] of [
  ['correction: {date: 2022-05-06 10:00:00 +0800, text: 甲}', MAY],
  ['correction: {date: 2022-05-06 10:00:00 +0800, text: 甲}\nlast_modified_at: 2022-04-01', MAY],
  ['correction: {date: 2022-05-06 10:00:00 +0800, text: 甲}\nlast_modified_at: 2022-06-07 10:00:00 +0800', JUNE],
  ['correction: {date: 2021-05-06 10:00:00 +0800, text: 甲}', at('2022-02-28T16:00:00Z')],
] as const) {
  test(`takes for the last change of a post the newest of its dates: ${JSON.stringify(fields)}`, () => {
    assert.equal(readArticle(post(`title: 甲\n${fields}`)).modifiedAt, modifiedAt);
  });
}

test('reads a post again when a correction of the future comes', () => {
  const reading = read(post('title: 甲\ncorrection: {date: 2030-01-01 00:00:00 +0000, text: 乙}'));
  assert.equal('changesAt' in reading && reading.changesAt, at('2030-01-01T00:00:00Z'));
});

for (const [field, message] of [
  [
    'correction: {date: 2022-05-06}',
    'correction: found “a mapping with date”, expected a text, a mapping such as {date: 2022-02-22, text: 更正的内容}, or a list of these; it is left out',
  ],
  [
    'correction: [甲, {date: 2022-05-06, test: 乙}]',
    'correction: found “a mapping with date, test”, expected a text, a mapping such as {date: 2022-02-22, text: 更正的内容}, or a list of these; it is left out',
  ],
  [
    'correction: {date: 昨天, text: 甲}',
    'correction: found the date “昨天”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800; the correction is shown without it',
  ],
] as const) {
  test(`says of ${field} what was found and what was expected`, () => {
    const reading = read(post(`title: 甲\n${field}`));
    assert.deepEqual('warnings' in reading && reading.warnings.map((warning) => warning.message), [message]);
  });
}
