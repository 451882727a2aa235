import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import type { Totals } from '../../statistics/rollup-totals.js';
import { DayHourRepository, type OpenDay } from './day-hour.sql.js';

/** The scheduled time of a day that still lies in the future, in milliseconds. */
export type ToCome = (of: { parkId: number; rideId: number | null }, date: string) => number;

/** The part of the opening hours that still lies in the future. */
export function scheduledMsToCome({ opensAt, closesAt }: Pick<OpenDay, 'opensAt' | 'closesAt'>, nowMs: number): number {
  if (opensAt === null || closesAt === null) return 0;
  return Math.max(0, closesAt.getTime() - Math.max(nowMs, opensAt.getTime()));
}

/** Time in the future cannot have been observed yet. Without it, a fully observed morning has full coverage. */
export function withoutScheduledTimeToCome(totals: Totals, toComeMs: number): Totals {
  if (toComeMs === 0 || totals.days === 0) return totals;
  return { ...totals, scheduledMs: Math.max(totals.scheduledObservedMs, totals.scheduledMs - toComeMs) };
}

@Injectable()
export class ScheduledTimeService {
  constructor(
    private readonly repository: DayHourRepository,
    private readonly clock: Clock,
  ) {}

  /** For a park this is the sum over all its rides, as in its totals. */
  async toCome(dates: readonly string[]): Promise<ToCome> {
    const now = this.clock.now();
    const days = await this.repository.findStillOpen(dates, now);
    const known = new Map(days.map((day) => [`${day.parkId} ${day.date}`, day]));
    return ({ parkId, rideId }, date) => {
      const day = known.get(`${parkId} ${date}`);
      if (day === undefined) return 0;
      return scheduledMsToCome(day, now.getTime()) * (rideId === null ? day.ridesTracked : 1);
    };
  }
}
