import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { OpenTimeRepository, scheduledMsToCome } from './day-hour.repository.js';

/** Open time of a day that is still to come, in milliseconds. */
export type ToCome = (of: { parkId: number; rideId: number | null }, date: string) => number;

@Injectable()
export class OpenTimeService {
  constructor(
    private readonly repository: OpenTimeRepository,
    private readonly clock: Clock,
  ) {}

  /** Of a ride, and of a park that of all its rides together: so do their sums have it. */
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
