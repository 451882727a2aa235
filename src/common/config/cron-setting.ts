import { CronTime, validateCronExpression } from 'cron';

/** An instant whose year is a leap year, so that 29 February is near. */
const FROM = new Date('2000-01-01T00:00:00Z');

/** Whether the expression can be read and comes true at some time: 30 February can be read and never comes. */
export function isCron(value: unknown): boolean {
  if (typeof value !== 'string' || !validateCronExpression(value).valid) return false;
  try {
    new CronTime(value, 'UTC').getNextDateFrom(FROM, 'UTC');
    return true;
  } catch {
    return false; // the library looks for eight years and gives up
  }
}
