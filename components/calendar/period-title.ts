/** `2022年2月22日` for `2022-02-22`; likewise for months and years. */
export function periodTitle(period: string): string {
  const [year, month, day] = period.split('-');
  return [`${year}年`, month !== undefined && `${Number(month)}月`, day !== undefined && `${Number(day)}日`]
    .filter(Boolean)
    .join('');
}

/** Title of a period among the parts of a longer one. */
export function partTitle(period: string): string {
  const [year, month, day] = period.split('-');
  if (day !== undefined) return `${Number(day)}日`;
  return month === undefined ? `${year}年` : `${Number(month)}月`;
}
