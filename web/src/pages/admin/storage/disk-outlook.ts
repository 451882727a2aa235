import type { Schemas } from '../../../api/client.js';
import { bytesText, countText, plural } from '../../../format/numbers.js';
import { addDays, dayText, monthText } from '../../../format/times.js';
import type { Level } from '../verdicts.js';

type Growth = Schemas['StorageGrowthView'];

/** Whether the disk is going to last. */
export interface DiskOutlook {
  level: Level;
  text: string;
  /** The time that is left at the fastest and the slowest growth; null: not known. */
  range: string | null;
}

const DAYS_OF_A_YEAR = 365.25;
/** Beyond it, a date would claim more than is known. */
const FAR_DAYS = 10 * DAYS_OF_A_YEAR;

/** Up to here the exact day is stated, beyond it the month. */
const NEAR_DAYS = 60;

/** `412 days`, `3.4 years`, `more than 10 years` */
export function spanText(days: number): string {
  if (days > FAR_DAYS) return 'more than 10 years';
  if (days >= 2 * DAYS_OF_A_YEAR) return `${(days / DAYS_OF_A_YEAR).toFixed(1)} years`;
  return plural(Math.floor(days), 'day');
}

/** `critical`, `warning`: days left, from the thresholds of the alerts. */
export function diskOutlook(
  { measuredAt, method, capacity, bytesPerDay, daysUntilFull }: Growth,
  { critical, warning }: Schemas['ThresholdsView'],
): DiskOutlook {
  const unknown = (text: string): DiskOutlook => ({ level: 'CARE', text, range: null });
  if (measuredAt === null) return unknown('Nothing has been measured yet. Measure now to know.');
  if (capacity.limitBytes === null) return unknown(`The capacity is not known: ${capacity.note ?? 'it is not set'}.`);
  if (method === 'NONE') return unknown('The growth is not known yet: there are no observations to project from.');
  if (daysUntilFull === null) return { level: 'GOOD', text: 'Yes: the database does not grow.', range: null };
  const { days, earliestDays, latestDays } = daysUntilFull;
  if (days <= 0) return { level: 'TROUBLE', text: 'The disk is full.', range: null };
  const worst = earliestDays ?? days;
  const level = worst <= critical ? 'TROUBLE' : worst <= warning ? 'CARE' : 'GOOD';
  const rate = `at ${bytesText(bytesPerDay?.value)} a day`;
  const text =
    days > FAR_DAYS
      ? `Yes: for more than 10 years ${rate}.`
      : `Full in ${spanText(days)}, ${whenText(measuredAt.slice(0, 10), days)}, ${rate}.`;
  return { level, text, range: earliestDays === null ? null : rangeText(earliestDays, latestDays) };
}

/** `on Jan 12, 2027`, or only the month if it is far away. */
function whenText(today: string, days: number): string {
  const day = addDays(today, Math.floor(days));
  return days < NEAR_DAYS ? `on ${dayText(day)}` : `in ${monthText(day.slice(0, 7))}`;
}

function rangeText(earliestDays: number, latestDays: number | null): string {
  if (latestDays === null) return `at the earliest in ${spanText(earliestDays)}; it may never be full`;
  if (earliestDays > FAR_DAYS) return 'the same at the fastest growth within the band';
  return `between ${spanText(earliestDays)} and ${spanText(latestDays)}, with 95 % certainty`;
}

/** What the projection is based on. */
export function basisText({ method, window: { measurements, from, to } }: Growth): string {
  if (method === 'MEASURED')
    return `Fitted to ${plural(measurements, 'measurement')}, ${dayText(from)} to ${dayText(to)}`;
  if (method === 'FROM_ROWS')
    return `Estimated from the rows of the newest month: a band needs 7 days of measurements, there ${measurements === 1 ? 'is' : 'are'} ${countText(measurements)}`;
  return 'Not projected: there are no observations';
}
