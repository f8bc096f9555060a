import { toZoned, toZonedIso } from '../lib/content/index.ts';

interface Props {
  /** Seconds since 1970. */
  at: number;
  timezone: string;
  className?: string;
}

/** An instant as `2022-02-22 10:01`, in the site's zone. */
export function Instant({ at, timezone, className }: Props) {
  const { year, month, day, hour, minute } = toZoned(at, timezone);
  return (
    <time dateTime={toZonedIso(at, timezone)} className={className}>
      {`${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)} ${twoDigits(hour)}:${twoDigits(minute)}`}
    </time>
  );
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
