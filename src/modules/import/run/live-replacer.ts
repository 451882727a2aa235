import type { EntityManager } from 'typeorm';
import { DAY_MS, dayAfter, startOfUtcDay, utcDayOf } from '../../../common/time/calendar.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ObservationWriter } from '../../snapshots/writing/observation-writer.js';

interface ZonedPark {
  parkId: number;
  timezone: string | null;
}

/** The parks and rides whose LIVE rows an import may replace. */
export interface ReplacedPlaces {
  findParks: (manager: EntityManager) => Promise<ZonedPark[]>;
  findRideIds: (manager: EntityManager, parkId: number) => Promise<number[]>;
}

/**
 * Removes the LIVE rows of park-days that an import with `replaceLive` covers completely: this import has read every
 * archive file that overlaps the local day, and the archive has data of the park on that day. At the edges of the
 * range, and next to a missing file, the LIVE rows stay.
 */
export class LiveReplacer {
  private readonly doneDays: Set<string>;

  constructor(
    private readonly writer: ObservationWriter,
    private readonly places: ReplacedPlaces,
    private readonly dayStartMinutes: number,
    doneDays: Iterable<string>,
  ) {
    this.doneDays = new Set(doneDays);
  }

  /** Called in the transaction that writes the file of this UTC day; returns the number of removed LIVE snapshots. */
  async replace(manager: EntityManager, utcDay: string, nowMs: number): Promise<number> {
    this.doneDays.add(utcDay);
    const fileStartMs = startOfUtcDay(utcDay);
    let removed = 0;
    for (const { parkId, timezone } of await this.places.findParks(manager)) {
      // The bounds of a local day are unknown until the time zone is known.
      if (timezone === null) continue;
      const rideIds = await this.places.findRideIds(manager, parkId);
      const localDays = new LocalDays(timezone, this.dayStartMinutes);
      for (const localDate of localDays.datesBetween(fileStartMs, fileStartMs + DAY_MS - 1)) {
        const window = localDays.window(localDate);
        if (!this.isWhole(window)) continue;
        const invalidatedDays = [localDate, localDays.dateOf(window.endMs)].map((date) => ({
          parkId,
          localDate: date,
        }));
        removed += await this.writer.removeLive(manager, rideIds, window, invalidatedDays, nowMs);
      }
    }
    return removed;
  }

  private isWhole({ startMs, endMs }: { startMs: number; endMs: number }): boolean {
    const lastDay = utcDayOf(endMs - 1);
    for (let day = utcDayOf(startMs); day <= lastDay; day = dayAfter(day, 1)) {
      if (!this.doneDays.has(day)) return false;
    }
    return true;
  }
}
