import { archiveHref } from '../../lib/addresses.ts';
import type { PeriodCount } from '../../lib/archive/index.ts';
import { partTitle, periodTitle } from '../calendar/period-title.ts';
import { HeatLegend, YearCalendar } from '../calendar/year-calendar.tsx';

interface Props {
  /** The period of the page; absent for the whole archive. */
  period: string | undefined;
  /** Its years, months or days. */
  parts: PeriodCount[];
  /** Days of the years that are shown as calendars; absent on pages without one. */
  days: PeriodCount[] | undefined;
}

/** Links from a period to the periods that contain it and to its parts. */
export function PeriodNavigation({ period = '', parts, days }: Props) {
  const years = days && Map.groupBy(days, (day) => day.period.slice(0, 'yyyy'.length));
  return (
    <nav aria-label="归档" className="mb-8 print:hidden">
      {period !== '' && <Enclosing period={period} />}
      {years && <HeatLegend />}
      {years && period !== '' && <YearCalendar year={period} days={years.get(period) ?? []} />}
      {years && period === '' ? (
        parts.map((year) => (
          <section key={year.period} aria-label={periodTitle(year.period)}>
            <a href={archiveHref(year.period)} className="flex items-baseline gap-2 py-1">
              {periodTitle(year.period)}
              <span className="text-sm text-muted">{year.count}</span>
            </a>
            <YearCalendar year={year.period} days={years.get(year.period) ?? []} />
          </section>
        ))
      ) : (
        <Parts period={period} parts={parts} />
      )}
    </nav>
  );
}

/** The periods that contain a period, the longest first, and the period itself. */
function Enclosing({ period }: { period: string }) {
  return (
    <p className="mb-2 flex flex-wrap gap-x-2 text-sm">
      {['', ...listEnclosing(period)].map((enclosing) => (
        <span key={enclosing} className="flex gap-x-2">
          <a href={archiveHref(enclosing)} className="block py-1 text-accent">
            {enclosing === '' ? '归档' : periodTitle(enclosing)}
          </a>
          <span aria-hidden="true" className="py-1 text-muted">
            ›
          </span>
        </span>
      ))}
      <span aria-current="page" className="py-1">
        {periodTitle(period)}
      </span>
    </p>
  );
}

/** The parts of a period with their counts; none for a day. */
function Parts({ period, parts }: { period: string; parts: PeriodCount[] }) {
  if (parts.length === 0 || parts[0]?.period === period) return null;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-6 border-b border-line pb-4">
      {parts.map((part) => (
        <li key={part.period}>
          <a href={archiveHref(part.period)} className="flex items-baseline gap-2 py-1">
            {partTitle(part.period)}
            <span className="text-sm text-muted">{part.count}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** `2022` and `2022-02` for `2022-02-22`. */
function listEnclosing(period: string): string[] {
  const fields = period.split('-');
  return fields.slice(1).map((_, index) => fields.slice(0, index + 1).join('-'));
}
