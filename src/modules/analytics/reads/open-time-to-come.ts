import type { Totals } from './sums.js';

/** When a park is open on a day that may not be over. */
export interface OpenDay {
  parkId: number;
  date: string;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesTracked: number;
}

/** Of a published opening, the milliseconds that are still to come. */
export function scheduledMsToCome({ opensAt, closesAt }: Pick<OpenDay, 'opensAt' | 'closesAt'>, nowMs: number): number {
  if (opensAt === null || closesAt === null) return 0;
  return Math.max(0, closesAt.getTime() - Math.max(nowMs, opensAt.getTime()));
}

/** Nobody can have observed what is still to come: a morning that was seen whole is no day of low coverage. */
export function withoutScheduledTimeToCome(totals: Totals, toComeMs: number): Totals {
  if (toComeMs === 0 || totals.days === 0) return totals;
  return { ...totals, scheduledMs: Math.max(totals.scheduledObservedMs, totals.scheduledMs - toComeMs) };
}
