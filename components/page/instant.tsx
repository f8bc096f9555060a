import { toZoned, toZonedIso } from '../../lib/calendar.ts';
import { dayKey } from './day.ts';

interface Props {
  /** Seconds since 1970. */
  at: number;
  timezone: string;
  /** What is shown: `2022-02-22 10:01`, `02-22 10:01`, `10:01`, `02-22`, or `2022-02-22`. */
  form?: 'full' | 'day-minute' | 'minute' | 'day' | 'date';
  className?: string;
}

/** An instant in the site's zone. */
export function Instant({ at, timezone, form = 'full', className }: Props) {
  const fields = toZoned(at, timezone);
  const minute = `${twoDigits(fields.hour)}:${twoDigits(fields.minute)}`;
  const date = dayKey(fields);
  const day = date.slice('yyyy-'.length);
  const text = { full: `${date} ${minute}`, 'day-minute': `${day} ${minute}`, minute, day, date }[form];
  return (
    <time dateTime={toZonedIso(at, timezone)} className={className}>
      {text}
    </time>
  );
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
