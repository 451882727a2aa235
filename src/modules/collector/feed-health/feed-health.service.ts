import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { groupBy } from '../../../common/collections.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { ExclusionRules } from '../../exclusions/exclusion-rules.service.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { NeverOperatingDetector } from './never-operating.detector.js';
import type { RideHistory } from './opening-intervals.js';
import { StaleFeedDetector } from './stale-feed.detector.js';
import { StaleRowDetector } from './stale-row.detector.js';
import { UnwatchedExclusions } from './unwatched-exclusions.service.js';
import { VerdictWriter } from './verdict-writer.service.js';
import { LOOKBACK_MS, type WatchedPark } from './watched-park.js';
import { ParkUnderWatch, type Verdict, WatchedParks } from './watched-parks.js';
import { ZeroWaitsDetector } from './zero-waits.detector.js';

/** Applies the detectors of unreliable feeds in order. */
@Injectable()
export class FeedHealthDetectors {
  constructor(
    private readonly staleFeeds: StaleFeedDetector,
    private readonly staleRows: StaleRowDetector,
    private readonly zeroWaits: ZeroWaitsDetector,
    private readonly neverOperating: NeverOperatingDetector,
  ) {}

  /** A stale feed is not reported by other detectors too: it explains why the values stay the same for days. */
  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const verdict: Verdict = { found: [], ended: [] };
    for (const detector of [this.staleFeeds, this.staleRows, this.zeroWaits, this.neverOperating]) {
      const isStale = verdict.found.some(({ finding }) => finding.reason === 'STALE_FEED');
      const { found, ended } = await detector.judge(watch);
      verdict.found.push(...(isStale ? [] : found));
      verdict.ended.push(...ended);
    }
    return verdict;
  }
}

/**
 * Detects feeds that respond but deliver unreliable data. It keeps no state in memory: everything is in the tables, and
 * most parks need only their newest rows. Findings are reported, and the data is excluded from statistics until the
 * problem ends; the observations themselves do not change.
 */
@Injectable()
export class FeedHealth {
  private readonly logger = new Logger(FeedHealth.name);

  constructor(
    private readonly watched: WatchedParks,
    private readonly history: ObservationQueryService,
    private readonly detectors: FeedHealthDetectors,
    private readonly unwatched: UnwatchedExclusions,
    private readonly exclusions: ExclusionRules,
    private readonly verdicts: VerdictWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the number of suspicious parks. A park whose check fails does not prevent the others from being checked.
   * @throws the first failure, once all parks have been checked
   */
  async sweep(signal?: AbortSignal): Promise<number> {
    const nowMs = this.clock.now().getTime();
    const open = await this.exclusions.findOpen();
    const openByPark = groupBy(open, ({ parkId }) => parkId);
    const parks = await this.watched.findAt(nowMs);
    let suspicious = 0;
    let failure: Error | null = null;
    for (const park of parks) {
      signal?.throwIfAborted();
      try {
        const watch = new ParkUnderWatch(park, openByPark.get(park.parkId) ?? [], () => this.histories(park));
        if (await this.verdicts.store(await this.detectors.judge(watch))) suspicious++;
      } catch (error) {
        signal?.throwIfAborted();
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${park.parkId} could not be checked: ${reason.stack}`);
        failure ??= reason;
      }
    }
    await this.verdicts.store({ found: [], ended: await this.unwatched.ended(open, parks, nowMs) });
    if (failure !== null) throw failure;
    return suspicious;
  }

  /** The newest span is included even if it began before the window. */
  private async histories({ rides, polledAtMs }: WatchedPark): Promise<RideHistory[]> {
    const rideIds = rides.map(({ rideId }) => rideId);
    const window = { rideIds, fromMs: polledAtMs - LOOKBACK_MS, toMs: polledAtMs + 1 };
    const stored = groupBy(await this.history.liveSpans(window), ({ rideId }) => rideId);
    return rides.map(({ rideId, newest }) => {
      const earlier = (stored.get(rideId) ?? []).filter(({ fromMs }) => fromMs < newest.fromMs);
      return { rideId, runs: [...earlier, newest] };
    });
  }
}

const FEED_HEALTH_JOB = 'feed-health';
const LEASE_MS = 60_000;

/** The scheduled check of the feeds. It runs apart from the cycle, so it does not slow the collection down. */
@Injectable()
export class FeedHealthHandler implements JobHandler {
  constructor(
    private readonly feedHealth: FeedHealth,
    private readonly leases: JobLeaseService,
  ) {}

  // Between two cycles of the default schedule. Stale feeds are a matter of hours, so twice an hour is enough.
  @Cron('0 7,37 * * * *', { name: FEED_HEALTH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Searches live feeds for stale and invalid data',
    timeoutMs: 10 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: FEED_HEALTH_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.feedHealth.sweep(AbortSignal.any([signal, lost])),
      describe: (parks) => `${parks} suspicious parks`,
    });
  }
}
