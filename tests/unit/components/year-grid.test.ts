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

for (const year of ['2012', '2021', '2022', '2024']) {
  test(`gives each week of ${year} to one month`, () => {
    const { months, weekdays } = makeYearGrid(year, []);
    assert.equal(
      months.reduce((sum, { weeks }) => sum + weeks, 0),
      weekdays[0]?.length,
    );
  });
}

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
