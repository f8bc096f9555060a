import assert from 'node:assert/strict';
import test from 'node:test';
import { makeYearGrid } from '../../../components/calendar/year-grid.ts';

/** Weekday (Monday is 0) and week of a year's only day with articles. */
function placeOf(day: string): [number, number] {
  const { weekdays } = makeYearGrid(day.slice(0, 4), [{ period: day, count: 1 }]);
  const weekday = weekdays.findIndex((row) => row.some(Boolean));
  return [weekday, weekdays[weekday]?.findIndex(Boolean) ?? -1];
}

for (const [day, weekday, week] of [
  ['2022-01-01', 5, 0],
  ['2022-01-03', 0, 1],
  ['2022-02-22', 1, 8],
  ['2022-12-31', 5, 52],
  ['2024-12-31', 1, 52],
  // Leap year that begins on a Sunday: the only kind with 54 weeks.
  ['2012-12-31', 0, 53],
  ['0099-01-01', 3, 0],
] as const) {
  test(`places ${day} on its weekday and in its week`, () => {
    assert.deepEqual(placeOf(day), [weekday, week]);
  });
}

for (const day of ['2012-12-31', '2021-11-30', '2022-02-01', '2024-02-29', '0099-07-04']) {
  test(`gives each week up to the end of the month of ${day} to one month`, () => {
    const { months, weekdays } = makeYearGrid(day.slice(0, 4), [{ period: day, count: 1 }]);
    assert.deepEqual(
      [months.reduce((sum, { weeks }) => sum + weeks, 0), months.at(-1)?.period],
      [weekdays[0]?.length, day.slice(0, 7)],
    );
  });
}

test('ends with the week of the last day of the last month with articles', () => {
  const { weekdays } = makeYearGrid('2022', [{ period: '2022-02-01', count: 1 }]);
  // 28 February 2022 is a Monday.
  assert.equal(weekdays[0]?.length, 10);
});

test('divides the days of a year into quarters by their counts', () => {
  const days = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => ({ period: `2022-01-0${count}`, count }));
  const levels = new Map(
    makeYearGrid('2022', days)
      .weekdays.flat()
      .flatMap((day) => (day ? [[day.count, day.level]] : [])),
  );
  assert.deepEqual(
    days.map(({ count }) => levels.get(count)),
    [1, 1, 1, 2, 2, 3, 3, 4],
  );
});
