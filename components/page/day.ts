import type { ZonedFields } from '../../lib/calendar.ts';

type Day = Pick<ZonedFields, 'year' | 'month' | 'day'>;

const WEEKDAYS = '日一二三四五六';

/** A day as `2022-02-22`. */
export function dayKey({ year, month, day }: Day): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function parseDay(key: string): Day {
  const [year = 0, month = 0, day = 0] = key.split('-').map(Number);
  return { year, month, day };
}

/** `星期二` */
export function weekdayOf({ year, month, day }: Day): string {
  return `星期${WEEKDAYS.charAt(new Date(Date.UTC(year, month - 1, day)).getUTCDay())}`;
}

/** How much of an instant a list shows: the time of one of today, the day of one of this year, else the day with its year. */
export function instantForm(day: Day, today: Day): 'minute' | 'day' | 'date' {
  if (dayKey(day) === dayKey(today)) return 'minute';
  return day.year === today.year ? 'day' : 'date';
}

/** `今天`, `2月22日星期二`, or `2021年2月22日星期一` in another year. */
export function dayTitle(key: string, today: Day): string {
  if (key === dayKey(today)) return '今天';
  const day = parseDay(key);
  return `${day.year === today.year ? '' : `${day.year}年`}${day.month}月${day.day}日${weekdayOf(day)}`;
}
