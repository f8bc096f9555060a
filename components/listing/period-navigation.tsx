import { archiveHref } from '../../lib/addresses.ts';
import type { PeriodCount } from '../../lib/archive/index.ts';

interface Props {
  /** The period of the page; absent for the whole archive. */
  period: string | undefined;
  /** Its years, months or days. */
  parts: PeriodCount[];
}

/** Links from a period to the periods that contain it and to its parts. */
export function PeriodNavigation({ period = '', parts }: Props) {
  return (
    <nav aria-label="归档" className="mb-8 print:hidden">
      {period !== '' && (
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
      )}
      {parts.length > 0 && parts[0]?.period !== period && (
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
      )}
    </nav>
  );
}

/** `2022年2月22日` for `2022-02-22`; likewise for months and years. */
export function periodTitle(period: string): string {
  const [year, month, day] = period.split('-');
  return [`${year}年`, month !== undefined && `${Number(month)}月`, day !== undefined && `${Number(day)}日`]
    .filter(Boolean)
    .join('');
}

/** Title of a period in a list of the parts of a longer one. */
function partTitle(period: string): string {
  const [year, month, day] = period.split('-');
  if (day !== undefined) return `${Number(day)}日`;
  return month === undefined ? `${year}年` : `${Number(month)}月`;
}

/** `2022` and `2022-02` for `2022-02-22`. */
function listEnclosing(period: string): string[] {
  const fields = period.split('-');
  return fields.slice(1).map((_, index) => fields.slice(0, index + 1).join('-'));
}
