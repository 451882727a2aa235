import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import type { TimeWindow } from '../../collector/suspicion/time-windows.js';
import { nextTicks } from '../../collector/schedule/cron-times.js';
import type { ParkEvidence } from './examine-park.js';
import { EvidenceRepository, type ExaminedPark, type ExaminedRide } from './evidence.repository.js';
import { operatingDaysOf } from './opening-hours.js';
import type { Seen } from './seen.js';

const DAY_MS = 86_400_000;
/** A ride that was not seen for longer is history: its silence grows no further. */
const REMEMBERED_MS = 200 * DAY_MS;
/** How far back before the range opening hours are looked up for silences that began there. */
const SCHEDULES_BEFORE_MS = 31 * DAY_MS;

/** Gathers what is known of a park in a range. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly repository: EvidenceRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @param range whole operating days, up to now at most; null where the park has no rides */
  async gather(park: ExaminedPark, range: TimeWindow): Promise<ParkEvidence | null> {
    const { parkId, destinationId, timezone } = park;
    const rides = await this.repository.findRides(parkId);
    if (rides.length === 0) return null;
    const [from, to] = [new Date(range.startMs), new Date(range.endMs)];
    const rideIds = rides.map(({ rideId }) => rideId);
    const oldest = new Date(range.startMs - REMEMBERED_MS);
    const before = await this.repository.findLastSeen(rideIds, oldest, from);
    const seen = byTheRideTheyCountAs(rides, [...before, ...(await this.repository.findSeen(rideIds, from, to))]);
    const earliestMs = before.reduce((earliest, { untilMs }) => Math.min(earliest, untilMs), range.startMs);
    const scheduled = { startMs: Math.max(earliestMs, range.startMs - SCHEDULES_BEFORE_MS), endMs: range.endMs };
    const scheduledDays = operatingDaysOf(timezone, scheduled);
    const dates = scheduledDays.map(({ localDate }) => localDate);
    return {
      park: { parkId, name: park.name, rides: new Map(rides.map(({ rideId, name }) => [rideId, name])) },
      attractions: idsOf(rides, ({ entityType }) => entityType === null || entityType === 'ATTRACTION'),
      inactive: idsOf(rides, ({ isActive }) => !isActive),
      days: operatingDaysOf(timezone, range),
      scheduledDays,
      published: await this.repository.findPublishedHours(parkId, dates.at(0)!, dates.at(-1)!),
      seen,
      downSince: await this.downSince(seen, oldest),
      polls: await this.repository.findPolls(destinationId, new Date(scheduled.startMs), to),
      liveSinceMs: await this.repository.findLiveSince(destinationId),
      pollPeriodMs: this.pollPeriodMs(),
      lookedUntilMs: range.endMs,
    };
  }

  private async downSince(seen: readonly Seen[], oldest: Date): Promise<Map<number, number>> {
    const first = new Map<number, Seen>();
    for (const one of seen) if (!first.has(one.rideId)) first.set(one.rideId, one);
    const since = new Map<number, number>();
    for (const { rideId, status, fromMs } of first.values()) {
      if (status !== 'DOWN') continue;
      const sinceMs = await this.repository.findDownSince(rideId, oldest, new Date(fromMs));
      if (sinceMs !== null) since.set(rideId, sinceMs);
    }
    return since;
  }

  private pollPeriodMs(): number {
    const [first, second] = nextTicks(this.config.COLLECT_CRON, this.clock.now(), 2);
    return second!.getTime() - first!.getTime();
  }
}

/** Oldest first; what was seen under an id that is linked to another ride is that ride's. */
function byTheRideTheyCountAs(rides: readonly ExaminedRide[], seen: readonly Seen[]): Seen[] {
  const countsAs = new Map(rides.map((ride) => [ride.rideId, ride.countsAs]));
  return seen
    .map((one) => ({ ...one, rideId: countsAs.get(one.rideId)! }))
    .sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs);
}

const idsOf = (rides: readonly ExaminedRide[], isWanted: (ride: ExaminedRide) => boolean): ReadonlySet<number> =>
  new Set(rides.filter(isWanted).map(({ rideId }) => rideId));
