import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/durations.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { useDaysOf } from '../../park-use/use-days.js';
import { LOOKBACK_MS } from './suspicion-rules.js';
import { type NewestRun, FeedHealthRepository } from './suspicion.repository.js';
import type { WatchedPark } from './watched-park.js';

/** What is not polled any more is a matter of the collection, not of the feed. */
const POLLED_WITHIN_MS = HOUR_MS;

/** Parks of which live data is collected, with what is published of their last days. */
@Injectable()
export class WatchedParks {
  constructor(
    private readonly repository: FeedHealthRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  async at(nowMs: number): Promise<WatchedPark[]> {
    const newest = newestOfEach(await this.repository.findNewestRuns(new Date(nowMs - POLLED_WITHIN_MS)));
    const parks = [...groupBy(newest, ({ parkId }) => parkId)];
    const dateOf = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 10);
    // Two days more before and one after: no local date is further from the one of UTC, and evenings run over.
    const [first, last] = [dateOf(nowMs - LOOKBACK_MS - 2 * DAY_MS), dateOf(nowMs + DAY_MS)];
    const ids = parks.map(([parkId]) => parkId);
    const published = await this.publishedUse.intervalsByPark(ids, first, last);
    return parks.map(([parkId, runs]) => {
      const { parkName, timezone } = runs[0]!;
      const polledAtMs = Math.max(...runs.map(({ untilMs }) => untilMs));
      return {
        parkId,
        parkName,
        timezone,
        polledAtMs,
        rides: runs.map((run) => ({ rideId: run.rideId, name: run.name, newest: observedSpan(run) })),
        hours: {
          days: useDaysOf(timezone, this.config.parkDayStartMinutes, polledAtMs - LOOKBACK_MS, polledAtMs + 1),
          published: published.get(parkId) ?? [],
          waitCeilingMinutes: this.config.WAIT_CEILING_MINUTES,
        },
      };
    });
  }
}

/** Rides that were linked are one: what was seen last of any of them counts. @param runs of each ride the last one last */
const newestOfEach = (runs: readonly NewestRun[]): NewestRun[] => [
  ...new Map(runs.map((run) => [run.countsAs, run])).values(),
];

const observedSpan = ({ fromMs, untilMs, status, waitMinutes, lastUpdatedMs }: NewestRun) => {
  return { fromMs, untilMs, status, waitMinutes, lastUpdatedMs };
};
