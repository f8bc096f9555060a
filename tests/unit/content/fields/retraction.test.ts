/** `retracted` of the front matter: text in, what becomes of the post out. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { post, read } from '../../../support/posts.ts';

type Retracted = Extract<ReturnType<typeof read>, { kind: 'retracted' }>;

function retract(fields: string): Retracted {
  const reading = read(post(`title: 甲\n${fields}`));
  assert.equal(reading.kind, 'retracted', JSON.stringify(reading));
  return reading as Retracted;
}

const at = (text: string): number => Date.parse(text) / 1000;

for (const [fields, withdrawnAt, reason] of [
  ['retracted: "消息不实"', undefined, '消息不实'],
  ['retracted: 消息不实\nlast_modified_at: 2022-05-06 10:00:00 +0800', at('2022-05-06T02:00:00Z'), '消息不实'],
  ['retracted: {date: 2022-05-06 10:00:00 +0800, reason: 消息不实}', at('2022-05-06T02:00:00Z'), '消息不实'],
  ['retracted: {date: 2022-05-06, reason: 消息不实}', at('2022-05-05T16:00:00Z'), '消息不实'],
  ['retracted: {reason: "<b>甲</b>\\n乙"}', undefined, '<b>甲</b> 乙'],
  ['retracted: 2022-05-06', at('2022-05-05T16:00:00Z'), undefined],
  ['retracted: 2022-05-06 10:00:00 +0800', at('2022-05-06T02:00:00Z'), undefined],
  ['retracted: true', undefined, undefined],
  ['retracted: [甲, 乙]', undefined, undefined],
  ['retracted: {date: 昨天, reason: 消息不实}', undefined, '消息不实'],
  ['retracted: {reason: [甲]}', undefined, undefined],
] as const) {
  test(`reads ${JSON.stringify(fields)} as a retraction with date and reason`, () => {
    const { retraction } = retract(fields);
    assert.deepEqual([retraction.withdrawnAt, retraction.reason], [withdrawnAt, reason]);
  });
}

for (const field of ['retracted: false', 'retracted: ""', 'retracted:', 'retracted: {date: 2030-01-01}']) {
  test(`publishes a post with ${field}`, () => {
    assert.equal(read(post(`title: 甲\n${field}`)).kind, 'article');
  });
}

test('reads a post again when its announced retraction comes', () => {
  const reading = read(post('title: 甲\nretracted: {date: 2030-01-01 00:00:00 +0000}'));
  assert.deepEqual('changesAt' in reading && reading.changesAt, at('2030-01-01T00:00:00Z'));
});

for (const [fields, messages] of [
  [
    'retracted: [甲]\nlast_modified_at: 2022-05-06',
    [
      'retracted: found “a list”, expected the reason, or a mapping such as {date: 2022-02-22, reason: 消息不实}; the post is withdrawn without a reason',
    ],
  ],
  [
    'retracted: 消息不实',
    [
      'retracted: found no date, expected one as in {date: 2022-02-22, reason: 消息不实}; the day of the file’s last change is shown',
    ],
  ],
  [
    'retracted: {date: 昨天, reason: 消息不实}\nlast_modified_at: 2022-05-06',
    [
      'retracted: found the date “昨天”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800; the post is withdrawn without it',
    ],
  ],
  [
    'retracted: {data: 2022-05-06, date: 2022-05-06, reason: 消息不实}',
    [
      'retracted: found “a mapping with data, date, reason”, expected a mapping such as {date: 2022-02-22, reason: 消息不实}; what has another name is left out',
    ],
  ],
  ['retracted: {date: 2022-05-06, reason: 消息不实}', []],
] as const) {
  test(`says of ${JSON.stringify(fields)} what was found and what was expected`, () => {
    assert.deepEqual(
      retract(fields).warnings.map(({ message }) => message),
      messages,
    );
  });
}
