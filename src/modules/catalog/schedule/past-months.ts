/** The months that the source accepts. */
export const FIRST_MONTH = '1970-01';
export const LAST_MONTH = '2150-12';

/** `YYYY-MM`, within what the source accepts. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) && text >= FIRST_MONTH && text <= LAST_MONTH;
}

export function monthAfter(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** First and last date of a month. */
export function datesOfMonth(month: string): { first: string; last: string } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { first: `${month}-01`, last: `${month}-${days}` };
}

/** Months that ended before the park's today, from `first` on, newest first. */
export function pastMonths(first: string, today: string): string[] {
  const months: string[] = [];
  const from = first < FIRST_MONTH ? FIRST_MONTH : first;
  for (let month = monthAfter(today.slice(0, 7), -1); month >= from; month = monthAfter(month, -1)) months.push(month);
  return months;
}
