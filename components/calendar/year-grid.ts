import type { PeriodCount } from '../../lib/archive/index.ts';

const DAY_MILLISECONDS = 86_400_000;
/** Levels of the heat map above that of a day without articles. */
export const LEVELS = 4;

/** A day with articles. */
export interface GridDay extends PeriodCount {
  /** 1 to 4: the quarter of the year's days in which its count lies. */
  level: number;
}

/** A year as a calendar has it: a column for each week, from Monday to Sunday, to the end of the last month with articles. */
export interface YearGrid {
  /** Months with the number of weeks that begin in them: that of the year's first day is January's. */
  months: { period: string; weeks: number; hasArticles: boolean }[];
  /** For each weekday, Monday first, its days of all weeks; `undefined` for a day without articles. */
  weekdays: (GridDay | undefined)[][];
}

/** @param year four digits @param days of this year, in any order; at least one */
export function makeYearGrid(year: string, days: readonly PeriodCount[]): YearGrid {
  const firstDay = Date.parse(`${year}-01-01`);
  const firstWeekday = weekdayOf(firstDay);
  const placeOf = (period: string): number =>
    firstWeekday + Math.round((Date.parse(period) - firstDay) / DAY_MILLISECONDS);
  const weekOf = (period: string): number => Math.floor(placeOf(period) / 7);
  const monthOf = (period: string): number => Number(period.slice('yyyy-'.length, 'yyyy-mm'.length));
  const monthCount = Math.max(...days.map(({ period }) => monthOf(period)));
  const startOf = (month: number): string => `${year}-${String(month).padStart(2, '0')}-01`;
  const lastPlace = monthCount === 12 ? placeOf(`${year}-12-31`) : placeOf(startOf(monthCount + 1)) - 1;
  const weekCount = Math.floor(lastPlace / 7) + 1;
  const weekdays = Array.from({ length: 7 }, () => Array.from<GridDay | undefined>({ length: weekCount }));
  const levelOf = makeLevels(days.map(({ count }) => count));
  for (const day of days) {
    const row = weekdays[placeOf(day.period) % 7];
    if (row) row[weekOf(day.period)] = { ...day, level: levelOf(day.count) };
  }
  const withArticles = new Set(days.map(({ period }) => period.slice(0, 'yyyy-mm'.length)));
  const starts = Array.from({ length: monthCount }, (_, i) => startOf(i + 1));
  const firstWeeks = [...starts.map(weekOf), weekCount];
  const months = starts.map((start, i) => {
    const period = start.slice(0, 'yyyy-mm'.length);
    const weeks = (firstWeeks[i + 1] ?? weekCount) - (firstWeeks[i] ?? 0);
    return { period, weeks, hasArticles: withArticles.has(period) };
  });
  return { months, weekdays };
}

/** Monday is 0. */
const weekdayOf = (milliseconds: number): number => (new Date(milliseconds).getUTCDay() + 6) % 7;

/** The quarter of all counts in which a count lies, from 1 to 4; equal counts are of the same. */
function makeLevels(counts: readonly number[]): (count: number) => number {
  const sorted = counts.toSorted((a, b) => a - b);
  const bounds = Array.from(
    { length: LEVELS - 1 },
    (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / LEVELS)] ?? 0,
  );
  return (count) => 1 + bounds.filter((bound) => count > bound).length;
}
