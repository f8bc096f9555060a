import assert from 'node:assert/strict';
import test from 'node:test';
import { dayTitle, instantForm } from '../../../components/page/day.ts';

const DAY = { year: 2026, month: 11, day: 22 };

for (const [when, today, form, title] of [
  ['on the same day', DAY, 'minute', '今天'],
  ['a day later', { ...DAY, day: 23 }, 'day', '11月22日星期日'],
  ['a year later', { ...DAY, year: 2027 }, 'date', '2026年11月22日星期日'],
  ['five years later', { year: 2031, month: 1, day: 1 }, 'date', '2026年11月22日星期日'],
] as const) {
  test(`lists an article so that its day is plain to who reads it ${when}`, () => {
    assert.deepEqual([instantForm(DAY, today), dayTitle('2026-11-22', today)], [form, title]);
  });
}
