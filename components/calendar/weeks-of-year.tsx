import type { PeriodCount } from '../../lib/archive/index.ts';
import { Bars } from './bars.tsx';
import { periodTitle } from './period-title.ts';

const WEEK_MILLISECONDS = 7 * 86_400_000;
const WEEKS = 53;
/** Of fewer articles the list says all that a drawing would. */
const LEAST_ARTICLES = 3;

/** The year up to the newest article of a category, as a strip of weeks; nothing where it has hardly any. @param days oldest first */
export function WeeksOfYear({ days }: { days: readonly PeriodCount[] }) {
  const last = days.at(-1);
  const count = days.reduce((sum, day) => sum + day.count, 0);
  if (!last || count < LEAST_ARTICLES) return null;
  const weeks = sumWeeks(days, Date.parse(last.period));
  const firstDay = new Date(Date.parse(last.period) - (WEEKS - 1) * WEEK_MILLISECONDS).toISOString();
  return (
    <figure className="mb-6 print:hidden">
      <Bars
        values={weeks}
        height={32}
        width={6}
        className="block h-8 w-full border-b border-line bg-shade stroke-muted"
      />
      <ul className="sr-only" aria-label="每月的条数">
        {sumMonths(days, firstDay.slice(0, 'yyyy-mm-dd'.length)).map(([month, sum]) => (
          <li key={month}>{`${periodTitle(month)}${sum}条`}</li>
        ))}
      </ul>
      <figcaption className="mt-1 flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span>{monthTitle(firstDay)}</span>
        <span className="max-[22rem]:order-last">{`每周至多${Math.max(...weeks)}条`}</span>
        <span>{monthTitle(last.period)}</span>
      </figcaption>
    </figure>
  );
}

/** Articles of each month that has some, oldest first. @param firstDay articles before it do not count */
function sumMonths(days: readonly PeriodCount[], firstDay: string): [month: string, sum: number][] {
  const sums = new Map<string, number>();
  for (const { period, count } of days) {
    const month = period.slice(0, 'yyyy-mm'.length);
    if (period >= firstDay) sums.set(month, (sums.get(month) ?? 0) + count);
  }
  return [...sums];
}

const monthTitle = (day: string): string => periodTitle(day.slice(0, 'yyyy-mm'.length));

/** Articles of each of the weeks that end with a day, oldest first. */
function sumWeeks(days: readonly PeriodCount[], lastDay: number): number[] {
  const weeks = Array.from({ length: WEEKS }, () => 0);
  for (const { period, count } of days) {
    const week = WEEKS - 1 - Math.floor((lastDay - Date.parse(period)) / WEEK_MILLISECONDS);
    if (week >= 0) weeks[week] = (weeks[week] ?? 0) + count;
  }
  return weeks;
}
