import { Injectable } from '@nestjs/common';
import { DAY_MS, dayAfter } from '../../common/time/calendar.js';
import { merged, overlapMs, type TimeInterval } from '../../common/time/time-intervals.js';
import { EntityRegistry } from '../catalog/registry/entity-registry.service.js';
import { PublishedUseService } from '../park-use/published-use.service.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ObservationQueryService } from '../snapshots/observation-query.service.js';
import type { FilledTime } from './gap-days.js';

/** A state that lasted into the gap began at most this long before it; the other rides of its park have newer ones. */
const LOOK_BACK_MS = 2 * DAY_MS;

/** Measures how much of a time the History API has observed in a park. */
@Injectable()
export class FilledTimeService {
  constructor(
    private readonly observations: ObservationQueryService,
    private readonly registry: EntityRegistry,
    private readonly publishedUse: PublishedUseService,
  ) {}

  /** Counts within the published hours of the window; if none are published, within the whole window. */
  async of(
    { parkId, timezone }: { parkId: number; timezone: string | null },
    window: TimeInterval,
  ): Promise<FilledTime> {
    const open = await this.openingIntervals(parkId, timezone, window);
    const rideIds = await this.registry.findRideIds(parkId);
    const range = { rideIds, fromMs: window.startMs - LOOK_BACK_MS, toMs: window.endMs };
    const spans = await this.observations.spans(range, 'HISTORY_API');
    const observed = merged(
      spans.map(({ fromMs, untilMs }) => ({ startMs: fromMs, endMs: untilMs })),
      0,
    );
    return {
      openMs: open.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
      filledMs: open.reduce((sum, opening) => sum + overlapMs(opening, observed), 0),
    };
  }

  private async openingIntervals(parkId: number, timezone: string | null, { startMs, endMs }: TimeInterval) {
    const localDays = new LocalDays(timezone, 0);
    const [first, last] = [localDays.dateOf(startMs), localDays.dateOf(endMs)];
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(first, -1), last);
    const within = published
      .map((interval) => ({ startMs: Math.max(interval.startMs, startMs), endMs: Math.min(interval.endMs, endMs) }))
      .filter((interval) => interval.endMs > interval.startMs);
    return within.length > 0 ? merged(within, 0) : [{ startMs, endMs }];
  }
}
