import { archiveHref } from '../../lib/addresses.ts';
import type { PeriodCount } from '../../lib/archive/index.ts';
import { partTitle, periodTitle } from './period-title.ts';
import { LEVELS, makeYearGrid } from './year-grid.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

interface Props {
  /** Four digits. */
  year: string;
  /** The days of this year that have articles. */
  days: readonly PeriodCount[];
}

/**
 * A year as a heat map: a column for each week, each day with articles a link. The text of a day is always there for screen
 * readers; `year-calendar` in the style sheet shows it at the pointer and at the focus.
 */
export function YearCalendar({ year, days }: Props) {
  const { months, weekdays } = makeYearGrid(year, days);
  return (
    <div className="year-calendar">
      <table>
        <caption className="sr-only">{`${periodTitle(year)}每天的条数`}</caption>
        <thead>
          <tr>
            <td />
            {months.map(({ period, weeks, hasArticles }) => (
              <th key={period} scope="colgroup" colSpan={weeks}>
                {hasArticles ? <a href={archiveHref(period)}>{partTitle(period)}</a> : partTitle(period)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((row, weekday) => (
            <tr key={WEEKDAYS[weekday]}>
              <th scope="row">{WEEKDAYS[weekday]}</th>
              {row.map((day, week) =>
                day ? (
                  <td key={day.period} className={`heat-${day.level}`}>
                    <a href={archiveHref(day.period)}>
                      <span>{`${dayTitle(day.period)}，${day.count}条`}</span>
                    </a>
                  </td>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a week is its number
                  <td key={week} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the colours of calendars say. For screen readers each day has its number. */
export function HeatLegend() {
  return (
    <p aria-hidden="true" className="heat-legend text-sm text-muted">
      每格一天，颜色越浓条数越多：少
      {Array.from({ length: LEVELS + 1 }, (_, level) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is its number
        <i key={level} className={`heat-${level}`} />
      ))}
      多
    </p>
  );
}

/** `2月22日` for `2022-02-22`. */
function dayTitle(period: string): string {
  return partTitle(period.slice(0, 'yyyy-mm'.length)) + partTitle(period);
}
