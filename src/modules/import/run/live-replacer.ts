import type { EntityManager } from 'typeorm';
import { DAY_MS, dayAfter } from '../../../common/time/calendar.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ObservationWriter } from '../../snapshots/writing/observation-writer.js';

interface ZonedPark {
  parkId: number;
  timezone: string | null;
}

/** What an import may replace. */
export interface ReplacedPlaces {
  findParks: (manager: EntityManager) => Promise<ZonedPark[]>;
  findRideIds: (manager: EntityManager, parkId: number) => Promise<number[]>;
}

/**
 * Removes LIVE rows of park-days that an import with `replaceLive` has brought in whole: only where every archive file
 * that the local day overlaps was read by this import, and the archive said something of the park on that day. At the
 * edges of the range, and beside a missing file, the LIVE rows stay.
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

  /** Called in the transaction that writes the file of this UTC day; returns the LIVE snapshots removed. */
  async replace(manager: EntityManager, utcDay: string, nowMs: number): Promise<number> {
    this.doneDays.add(utcDay);
    const fileStartMs = Date.parse(`${utcDay}T00:00:00Z`);
    let removed = 0;
    for (const { parkId, timezone } of await this.places.findParks(manager)) {
      // Which instants a local day has is not known before its zone is.
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
    const lastDay = new Date(endMs - 1).toISOString().slice(0, 10);
    for (let day = new Date(startMs).toISOString().slice(0, 10); day <= lastDay; day = dayAfter(day, 1)) {
      if (!this.doneDays.has(day)) return false;
    }
    return true;
  }
}
