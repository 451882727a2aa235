import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS, utcDayOf } from '../../../common/time/calendar.js';
import type { RuleExclusion, RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { Finding } from '../../findings/finding.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { useDaysOf } from '../../park-use/day-use.js';
import { FeedHealthRepository, type NewestSpan } from './feed-health.sql.js';
import type { RideHistory } from './opening-intervals.js';
import { LOOKBACK_MS, type WatchedPark } from './watched-park.js';

/** The result of a detector for a park. */
export interface Verdict {
  found: { finding: Finding; exclusions: Omit<RuleExclusion, 'findingFingerprint'>[] }[];
  /** Exclusions in progress whose reason has ended. */
  ended: { exclusion: StoredExclusion; atMs: number; note: string }[];
}

export const NOTHING: Verdict = { found: [], ended: [] };

/** A park with its exclusions in progress, and its recent observations, which are read on first use. */
export class ParkUnderWatch {
  private read: Promise<RideHistory[]> | null = null;

  constructor(
    readonly park: WatchedPark,
    private readonly open: readonly StoredExclusion[],
    private readonly readHistories: () => Promise<RideHistory[]>,
  ) {}

  histories(): Promise<RideHistory[]> {
    return (this.read ??= this.readHistories());
  }

  /** Exclusions in progress by this rule, including revoked ones. */
  openBy(reason: RuleReason): StoredExclusion[] {
    return this.open.filter((exclusion) => exclusion.reason === reason);
  }

  /** The exclusion in progress of the whole park by this rule. */
  openOfPark(reason: RuleReason): StoredExclusion | null {
    return this.openBy(reason).find(({ rideId }) => rideId === null) ?? null;
  }
}

export const hoursText = (ms: number): string => `${Math.floor(ms / HOUR_MS)} hours`;
export const iso = (instantMs: number): string => new Date(instantMs).toISOString();

/** Parks polled less recently have a problem of the collection, not of the feed. */
const POLLED_WITHIN_MS = HOUR_MS;

/** Finds the parks whose live data is collected, with the published hours of their last days. */
@Injectable()
export class WatchedParks {
  constructor(
    private readonly repository: FeedHealthRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  async findAt(nowMs: number): Promise<WatchedPark[]> {
    const newest = newestOfEach(await this.repository.findNewestSpans(new Date(nowMs - POLLED_WITHIN_MS)));
    const parks = [...groupBy(newest, ({ parkId }) => parkId)];
    // Two extra days before and one after: local dates differ from the UTC date, and evenings pass midnight.
    const [first, last] = [utcDayOf(nowMs - LOOKBACK_MS - 2 * DAY_MS), utcDayOf(nowMs + DAY_MS)];
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

/** The newest span of each canonical ride: linked rides count as one. @param runs in order of time for each ride */
const newestOfEach = (runs: readonly NewestSpan[]): NewestSpan[] => [
  ...new Map(runs.map((run) => [run.countsAs, run])).values(),
];

const observedSpan = ({ fromMs, untilMs, status, waitMinutes, lastUpdatedMs }: NewestSpan) => {
  return { fromMs, untilMs, status, waitMinutes, lastUpdatedMs };
};
