import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { DayHourRepository, scheduledMsToCome } from './day-hour.sql.js';

/** The scheduled time of a day that still lies in the future, in milliseconds. */
export type ToCome = (of: { parkId: number; rideId: number | null }, date: string) => number;

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
