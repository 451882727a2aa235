import type { Schemas } from '../../api/client.js';
import { waitText } from '../../format/numbers.js';
import { hourText, timeText } from '../../format/times.js';

/** How the park is now against the same hour of earlier days: `Now 35 min on average; typically 28 to 41 min at 14:00. …` */
export function parkDaySummary(
  typical: Schemas['TypicalDayView'],
  averageMinutes: number | null,
  asOf: string,
): string {
  const hour = Number(timeText(asOf, typical.entity.timezone).slice(0, 2));
  const now = typical.hours.find((known) => known.hour === hour);
  const known = typical.hours.filter(({ p50 }) => p50 !== null).sort((a, b) => a.p50! - b.p50!);
  const [calmest, busiest] = [known[0], known.at(-1)];
  return [
    averageMinutes === null ? 'No wait is posted now' : `Now ${waitText(averageMinutes)} on average`,
    now?.p50 == null ? '.' : `; typically ${waitText(now.p25)} to ${waitText(now.p75)} at ${hourText(hour)}.`,
    calmest && busiest
      ? ` Usually calmest from ${hourText(calmest.hour)} (${waitText(calmest.p50)}), busiest from ${hourText(busiest.hour)} (${waitText(busiest.p50)}).`
      : ' No earlier day of this weekday was observed.',
  ].join('');
}
