import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { RuleExclusion, RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { Finding } from '../../findings/finding.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { useDaysOf } from '../../park-use/day-use.js';
import { FeedHealthRepository, type NewestSpan } from './feed-health.repository.js';
import type { RideHistory } from './opening-intervals.js';
import { LOOKBACK_MS, type WatchedPark } from './watched-park.js';

/** What a detector says of a park. */
export interface Verdict {
  found: { finding: Finding; exclusions: Omit<RuleExclusion, 'findingFingerprint'>[] }[];
  /** Exclusions in progress whose reason is over. */
  ended: { exclusion: StoredExclusion; atMs: number; note: string }[];
}

export const NOTHING: Verdict = { found: [], ended: [] };

/** A park, what a rule excludes of it at present, and its observations of the last days, read when they are first needed. */
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

  /** Exclusions in progress by this rule, also those that a person revoked. */
  openBy(reason: RuleReason): StoredExclusion[] {
    return this.open.filter((exclusion) => exclusion.reason === reason);
  }

  /** That of the whole park. */
  openOfPark(reason: RuleReason): StoredExclusion | null {
    return this.openBy(reason).find(({ rideId }) => rideId === null) ?? null;
  }
}

export const hoursText = (ms: number): string => `${Math.floor(ms / HOUR_MS)} hours`;
export const iso = (instantMs: number): string => new Date(instantMs).toISOString();

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

  async findAt(nowMs: number): Promise<WatchedPark[]> {
    const newest = newestOfEach(await this.repository.findNewestSpans(new Date(nowMs - POLLED_WITHIN_MS)));
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
const newestOfEach = (runs: readonly NewestSpan[]): NewestSpan[] => [
  ...new Map(runs.map((run) => [run.countsAs, run])).values(),
];

const observedSpan = ({ fromMs, untilMs, status, waitMinutes, lastUpdatedMs }: NewestSpan) => {
  return { fromMs, untilMs, status, waitMinutes, lastUpdatedMs };
};
