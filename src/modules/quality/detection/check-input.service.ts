import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, dayAfter, MINUTE_MS, startOfUtcDay } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { nextTicks } from '../../../common/time/cron-times.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { useDaysOf } from '../../park-use/day-use.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkCheckInput } from './check-input.js';
import { CheckInputRepository, type ExaminedPark, type ExaminedRide } from './check-input.sql.js';
import { CheckObservationsRepository } from './check-observations.sql.js';
import { CLOSED_THOUGH_PUBLISHED } from './closed-though-published.js';
import type { ObservedSpan } from './observed-spans.js';
import { type OperatingDay, operatingDaysOf, USUAL_DAYS, usualOpenings } from './operating-hours.js';
import { unchangedIntervalsOf } from './waits.js';
import { carryForwardLimits } from '../../snapshots/carry-forward.js';

/** A ride without data for longer than this is ignored: its gap does not grow any further. */
export const REMEMBERED_MS = 200 * DAY_MS;

/** Gathers the input for the check of a park. */
@Injectable()
export class CheckInputService {
  constructor(
    private readonly repository: CheckInputRepository,
    private readonly observed: CheckObservationsRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly findings: FindingsService,
    private readonly exclusions: ExclusionsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** All active parks, or the given park. */
  async parks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.repository.findParks(parkId);
  }

  /** Null if the park has no rides. @param range whole operating days, up to now at most */
  async gather(park: ExaminedPark, range: TimeInterval): Promise<ParkCheckInput | null> {
    const { parkId, destinationId, timezone } = park;
    const rides = await this.repository.findRides(parkId);
    if (rides.length === 0) return null;
    const lookedUntilMs = Math.min(this.clock.now().getTime(), range.endMs + REMEMBERED_MS);
    const { before, within, after, latest } = await this.observations(rides, range, lookedUntilMs);
    const observed = [...before, ...within, ...after];
    const known = { startMs: earliestOf(before, range.startMs), endMs: lookedUntilMs };
    const scheduledDays = operatingDaysOf(timezone, known);
    const hours = await this.hoursOf(park, scheduledDays);
    const dayStart = this.config.parkDayStartMinutes;
    const polled = noDataAround(range, before, after, lookedUntilMs);
    return {
      park: { parkId, name: park.name, timezone, rides: new Map(rides.map(({ rideId, name }) => [rideId, name])) },
      archiveFolder: park.destinationWikiId,
      attractions: idsOf(rides, ({ entityType }) => entityType === null || entityType === 'ATTRACTION'),
      inactive: idsOf(rides, ({ isActive }) => !isActive),
      days: operatingDaysOf(timezone, range),
      ...(await this.excludedTimes(park, rides, range)),
      useDays: useDaysOf(timezone, dayStart, known.startMs, known.endMs),
      limits: carryForwardLimits(this.config),
      waitCeilingMinutes: this.config.WAIT_CEILING_MINUTES,
      ...hours,
      observed,
      unchangedSince: await this.unchangedSince(rides, observed, range),
      polls: await this.repository.findPolls(destinationId, new Date(polled.startMs), new Date(polled.endMs)),
      liveSinceMs: await this.repository.findLiveSince(destinationId),
      archiveUntilMs: await this.archiveUntil(park),
      archiveHoles: await this.findings.archiveHoles(destinationId, range),
      pollPeriodMs: this.pollPeriodMs(),
      range,
      lookedUntilMs,
      parkConfirmedUntilMs: Math.max(latestOf(observed, -Infinity), latestOf(latest, -Infinity)),
    };
  }

  private async excludedTimes(
    { parkId, timezone }: ExaminedPark,
    rides: readonly ExaminedRide[],
    range: TimeInterval,
  ): Promise<Pick<ParkCheckInput, 'closedDays' | 'excluded'>> {
    const samples = await this.findings.samplesOf(parkId, CLOSED_THOUGH_PUBLISHED);
    const earlier = samples.filter((sample): sample is string[] => Array.isArray(sample) && sample.length > 0);
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const windowOf = (localDate: string) => localDays.window(localDate);
    const firstMs = Math.min(range.startMs, ...earlier.map(([first]) => windowOf(first!).startMs));
    const countsAs = new Map(rides.map((ride) => [ride.rideId, ride.countsAs]));
    const inForce = await this.exclusions.inForce(firstMs, { parkIds: [parkId], rideIds: [...countsAs.keys()] });
    const excluded = inForce.map(({ rideId, fromMs, toMs, reason, scope }) => {
      const canonicalId = rideId === null ? null : (countsAs.get(rideId) ?? rideId);
      return { rideId: canonicalId, startMs: fromMs, endMs: toMs ?? Infinity, reason, scope };
    });
    const uncounted = excluded.filter(({ rideId, scope }) => rideId === null && scope === 'ALL');
    return { closedDays: { earlier, uncounted, windowOf }, excluded };
  }

  /** The published hours of these days; if none are published, nor in the weeks before, their usual openings. */
  private async hoursOf(
    { parkId, timezone }: ExaminedPark,
    days: readonly OperatingDay[],
  ): Promise<Pick<ParkCheckInput, 'published' | 'usual'>> {
    const { window } = days[0]!;
    const earlier = operatingDaysOf(timezone, { startMs: window.startMs - USUAL_DAYS * DAY_MS, endMs: window.startMs });
    const [first, last] = [earlier[0]!.localDate, days.at(-1)!.localDate];
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(first, -1), last);
    if (published.length > 0) return { published, usual: [] };
    const past = await this.repository.findPastDays(parkId, first, last);
    return { published, usual: usualOpenings(days, [...earlier, ...days], past) };
  }

  /** All observations within the range, the nearest one of each ride before and after it, and the latest one of each. */
  private async observations(rides: readonly ExaminedRide[], range: TimeInterval, lookedUntilMs: number) {
    const rideIds = rides.map(({ rideId }) => rideId);
    const [from, to, until] = [range.startMs, range.endMs, lookedUntilMs].map((ms) => new Date(ms)) as [
      Date,
      Date,
      Date,
    ];
    const before = await this.observed.findLastObserved(rideIds, new Date(range.startMs - REMEMBERED_MS), from);
    const within = byCanonicalRide(rides, await this.observed.findObserved(rideIds, from, to));
    if (until <= to) return { before: newestOfEach(byCanonicalRide(rides, before)), within, after: [], latest: [] };
    return {
      before: newestOfEach(byCanonicalRide(rides, before)),
      within,
      after: oldestOfEach(byCanonicalRide(rides, await this.observed.findFirstObserved(rideIds, to, until))),
      latest: await this.observed.findLastObserved(rideIds, to, until),
    };
  }

  /** For rides unchanged since the start of the range for long enough to matter: since when they are unchanged. */
  private async unchangedSince(rides: readonly ExaminedRide[], observed: readonly ObservedSpan[], range: TimeInterval) {
    const { QUALITY_FROZEN_RIDE_MINUTES, QUALITY_FROZEN_PARK_MINUTES } = this.config;
    const shortestMs = Math.min(QUALITY_FROZEN_RIDE_MINUTES, QUALITY_FROZEN_PARK_MINUTES) * MINUTE_MS;
    const oldest = new Date(range.startMs - REMEMBERED_MS);
    const since = new Map<number, number>();
    for (const [rideId, ofRide] of groupBy(observed, (one) => one.rideId)) {
      const { first, startMs, endMs } = unchangedIntervalsOf(ofRide)[0]!;
      const isFrozen = first.status === 'OPERATING' && first.waitMinutes !== null && endMs - startMs > shortestMs;
      if (startMs >= range.startMs || !(isFrozen || first.status === 'DOWN')) continue;
      const ids = rides.filter(({ countsAs }) => countsAs === rideId).map((ride) => ride.rideId);
      const sinceMs = await this.observed.findUnchangedSince(ids, first, oldest, new Date(first.fromMs));
      if (sinceMs !== null) since.set(rideId, sinceMs);
    }
    return since;
  }

  /** Derived from the last imported file, because a search for the last archived observation would read all live ones. */
  private async archiveUntil({ destinationId, parkId }: ExaminedPark): Promise<number | null> {
    const day = await this.findings.lastArchiveDay(destinationId, parkId);
    if (day === null) return null;
    // the instants in a file lie in its day, or hardly outside
    const startMs = startOfUtcDay(day) - DAY_MS;
    return this.observed.findLastArchived(destinationId, new Date(startMs), new Date(startMs + 3 * DAY_MS));
  }

  private pollPeriodMs(): number {
    const [first, second] = nextTicks(this.config.COLLECT_CRON, this.clock.now(), 2);
    return second!.getTime() - first!.getTime();
  }
}

/** Oldest first; observations of a linked ride are attributed to the ride that it counts as. */
function byCanonicalRide(rides: readonly ExaminedRide[], observed: readonly ObservedSpan[]): ObservedSpan[] {
  const countsAs = new Map(rides.map((ride) => [ride.rideId, ride.countsAs]));
  return byBeginning(observed.map((one) => ({ ...one, storedUnder: one.rideId, rideId: countsAs.get(one.rideId)! })));
}

/** The newest observation per ride; linked rides contribute one each. @param observed oldest first */
const newestOfEach = (observed: readonly ObservedSpan[]): ObservedSpan[] =>
  byBeginning([...new Map(observed.map((one) => [one.rideId, one])).values()]);

const oldestOfEach = (observed: readonly ObservedSpan[]): ObservedSpan[] =>
  byBeginning([...new Map([...observed].reverse().map((one) => [one.rideId, one])).values()]);

const byBeginning = (observed: ObservedSpan[]): ObservedSpan[] =>
  observed.sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs);

/** The range, extended to the last observation of the park before it and the first one after it. */
function noDataAround(
  range: TimeInterval,
  before: readonly ObservedSpan[],
  after: readonly ObservedSpan[],
  untilMs: number,
): TimeInterval {
  const lastMs = before.length === 0 ? range.startMs : latestOf(before, -Infinity);
  return {
    startMs: Math.min(range.startMs, lastMs),
    endMs: after.length === 0 ? untilMs : Math.max(range.endMs, after[0]!.fromMs),
  };
}

const earliestOf = (observed: readonly ObservedSpan[], otherwiseMs: number): number =>
  observed.reduce((earliest, { untilMs }) => Math.min(earliest, untilMs), otherwiseMs);

const latestOf = (observed: readonly ObservedSpan[], otherwiseMs: number): number =>
  observed.reduce((latest, { untilMs }) => Math.max(latest, untilMs), otherwiseMs);

const idsOf = (rides: readonly ExaminedRide[], isWanted: (ride: ExaminedRide) => boolean): ReadonlySet<number> =>
  new Set(rides.filter(isWanted).map(({ rideId }) => rideId));
