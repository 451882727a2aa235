import type { Schemas } from '../api/client.js';

type Cell = Schemas['HeatmapCellView'];

export type HeatCell =
  | { kind: 'unknown' }
  | { kind: 'closed' }
  /** Observed while the park was open, but without a value, such as a posted wait. */
  | { kind: 'none' }
  | { kind: 'value'; value: number; level: number };

/** Waits have the scale of all pages. Uptime is coloured by what it lacks to 100 %, on the same scale: 40 % uptime like 60 minutes. */
export function heatCell(
  { value, observedMinutes, coveragePercent }: Cell,
  metric: Schemas['HeatmapMetric'],
): HeatCell {
  if (observedMinutes === 0) return { kind: 'unknown' };
  if (value === null) return { kind: coveragePercent === null ? 'closed' : 'none' };
  return { kind: 'value', value, level: metric === 'avgWait' ? value : 100 - value };
}

/** The hours from the first to the last with a value on any weekday; all 24 if there is none. */
export function hoursInUse({ weekdays }: Schemas['HeatmapView']): number[] {
  const order = weekdays[0]?.hours.map(({ hour }) => hour) ?? [];
  const used = order.filter((hour) =>
    weekdays.some(({ hours }) => hours.some((cell) => cell.hour === hour && cell.value !== null)),
  );
  if (used.length === 0) return order;
  return order.slice(order.indexOf(used[0]!), order.indexOf(used.at(-1)!) + 1);
}

/** The calmest and the busiest hour: `Shortest on Tuesday at 09:00 (12 min), longest …` */
export function extremes({ weekdays }: Schemas['HeatmapView']): { weekday: number; hour: number; value: number }[] {
  const known = weekdays.flatMap(({ weekday, hours }) =>
    hours.flatMap(({ hour, value }) => (value === null ? [] : [{ weekday, hour, value }])),
  );
  const sorted = known.sort((a, b) => a.value - b.value);
  return sorted.length === 0 ? [] : [sorted[0]!, sorted.at(-1)!];
}

/** Why there is nothing to draw, and what helps. */
export function emptyText({ entity, metric, weekdays }: Schemas['HeatmapView']): { title: string; advice: string } {
  const isObserved = weekdays.some(({ hours }) => hours.some(({ observedMinutes }) => observedMinutes > 0));
  if (!isObserved) return { title: 'Nothing was observed in this period', advice: 'Choose a longer one above.' };
  if (metric === 'avgWait') return { title: 'No wait was posted in this period', advice: 'Choose a longer one above.' };
  return entity.reportsDown === false
    ? { title: 'Uptime is not known', advice: 'The feed of this park does not report when rides are down.' }
    : { title: 'No uptime is known in this period', advice: 'Choose a longer one above.' };
}
