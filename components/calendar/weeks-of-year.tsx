import type { PeriodCount } from '../../lib/archive/index.ts';
import { Bars } from './bars.tsx';
import { partTitle, periodTitle } from './period-title.ts';

const DAY_MILLISECONDS = 86_400_000;
const WEEKS = 53;
const DAYS = 7 * WEEKS;
/** Articles of a week that the height of the drawing stands for at least: a single article is no peak. */
const LEAST_SCALE = 2;
/** A month that begins so near to the end of the axis, in days, has no name there. */
const NAME_DAYS = 40;
/** Months that have names where there is not the width for all. */
const MAIN_MONTHS = new Set(['01', '04', '07', '10']);

/** The year up to the newest article of a listing, as a strip of weeks above its months; nothing where it has none. @param days oldest first */
export function WeeksOfYear({ days }: { days: readonly PeriodCount[] }) {
  const last = days.at(-1);
  if (!last) return null;
  const firstDay = Date.parse(last.period) - (DAYS - 1) * DAY_MILLISECONDS;
  const weeks = sumWeeks(days, firstDay);
  const count = weeks.reduce((sum, week) => sum + week, 0);
  const most = Math.max(...weeks);
  return (
    <figure className="mb-6 print:hidden">
      <Bars
        values={weeks}
        least={LEAST_SCALE}
        height={32}
        width={6}
        className="block h-8 w-full border-b border-line bg-shade stroke-muted"
      />
      <svg aria-hidden="true" className="block h-5 w-full overflow-visible fill-muted stroke-line text-sm">
        {listMonths(firstDay).map((month) => (
          <Month key={month} month={month} day={dayOf(month, firstDay)} />
        ))}
      </svg>
      <ul className="sr-only" aria-label="每月的条数">
        {sumMonths(days, firstDay).map(([month, sum]) => (
          <li key={month}>{`${periodTitle(month)}${sum}条`}</li>
        ))}
      </ul>
      <figcaption className="mt-1 text-sm text-muted">
        {`${periodTitle(monthOf(firstDay))}至${periodTitle(last.period.slice(0, 'yyyy-mm'.length))}共${count}条${most < count ? `，每周至多${most}条` : ''}`}
      </figcaption>
    </figure>
  );
}

/** Where a month begins on the axis, and what it is called: January by its year. @param day of the axis, from 0 */
function Month({ month, day }: { month: string; day: number }) {
  const [year, number = ''] = month.split('-');
  const place = `${((100 * day) / DAYS).toFixed(2)}%`;
  return (
    <>
      <line x1={place} x2={place} y1="0" y2="4" />
      {day <= DAYS - NAME_DAYS && (
        <text x={place} y="16" stroke="none" {...(!MAIN_MONTHS.has(number) && { className: 'max-sm:hidden' })}>
          {number === '01' ? `${year}年` : partTitle(month)}
        </text>
      )}
    </>
  );
}

/** Articles of each month that has some, oldest first. @param firstDay milliseconds since 1970; articles before it do not count */
function sumMonths(days: readonly PeriodCount[], firstDay: number): [month: string, sum: number][] {
  const sums = new Map<string, number>();
  for (const { period, count } of days) {
    const month = period.slice(0, 'yyyy-mm'.length);
    if (Date.parse(period) >= firstDay) sums.set(month, (sums.get(month) ?? 0) + count);
  }
  return [...sums];
}

/** Months that begin on the days of the axis, as in `2022-02`. @param firstDay milliseconds since 1970 */
function listMonths(firstDay: number): string[] {
  const days = Array.from({ length: DAYS }, (_, day) => new Date(firstDay + day * DAY_MILLISECONDS));
  return days.filter((day) => day.getUTCDate() === 1).map((day) => monthOf(day.getTime()));
}

const monthOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 'yyyy-mm'.length);

/** The day of the axis on which a day or the first day of a month lies. */
const dayOf = (period: string, firstDay: number): number =>
  Math.round((Date.parse(period) - firstDay) / DAY_MILLISECONDS);

/** Articles of each week of the axis, oldest first. */
function sumWeeks(days: readonly PeriodCount[], firstDay: number): number[] {
  const weeks = Array.from({ length: WEEKS }, () => 0);
  for (const { period, count } of days) {
    const week = Math.floor(dayOf(period, firstDay) / 7);
    if (week >= 0) weeks[week] = (weeks[week] ?? 0) + count;
  }
  return weeks;
}
