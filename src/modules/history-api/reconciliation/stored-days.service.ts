import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { dayAfter } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { carriedForwardUntilMs, carryForwardLimits } from '../../snapshots/carry-forward.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { showStartsIn, type StoredDetail } from '../../snapshots/show-times/show-time-list.js';
import { ShowTimesService } from '../../snapshots/show-times/show-times.service.js';
import { unionOfShowStarts } from '../observations/show-starts.js';
import { type KnownDay, knownDay, READ_BEFORE_MS } from './our-row.js';
import {
  type KnownRide,
  type QueueRow,
  type ReconciledPark,
  type RideRow,
  StoredObservationsRepository,
} from './stored-observations.sql.js';
import type { StateRules } from './stored-states.js';

/** ThemeParks.wiki counts within these hours, not within those of private events. */
const COUNTED_TYPES: readonly PublishedInterval['type'][] = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT'];

/** Loads what is stored about the rides of a park on one day. */
@Injectable()
export class StoredDays {
  private readonly rules: StateRules;

  constructor(
    private readonly repository: StoredObservationsRepository,
    private readonly observations: ObservationQueryService,
    private readonly publishedUse: PublishedUseService,
    private readonly showTimes: ShowTimesService,
    config: AppConfig,
  ) {
    const limits = carryForwardLimits(config);
    this.rules = {
      liveMs: limits.liveMs,
      carriedForwardUntilMs: ({ source, atMs, untilMs }) => carriedForwardUntilMs(source, atMs, untilMs, limits),
    };
  }

  async load(
    { parkId, timezone }: ReconciledPark,
    rides: readonly KnownRide[],
    date: string,
  ): Promise<Map<number, KnownDay>> {
    const localDays = new LocalDays(timezone, 0);
    const day = localDays.window(date);
    const nextDayEndMs = localDays.window(dayAfter(date, 1)).endMs;
    const [from, to] = [new Date(day.startMs - READ_BEFORE_MS), new Date(nextDayEndMs)];
    const rideIds = rides.map(({ rideId }) => rideId);
    const snapshots = groupBy(await this.rowsOf(rideIds, from, to), ({ rideId }) => rideId);
    const queues = groupBy(await this.repository.findQueues(rideIds, from, to), ({ rideId }) => rideId);
    const shows = groupBy(await this.showTimes.reported(rideIds, day.startMs, day.endMs), ({ rideId }) => rideId);
    const hours = await this.hoursOf(parkId, date);
    return new Map(
      rideIds.map((rideId) => {
        const stored = {
          ...{ date, day, nextDayEndMs, ...hours },
          snapshots: snapshots.get(rideId) ?? [],
          ...queuesOf(queues.get(rideId) ?? []),
          showStartsMs: showStartsOf(shows.get(rideId) ?? [], day),
        };
        return [rideId, knownDay(stored, this.rules)];
      }),
    );
  }

  private async rowsOf(rideIds: readonly number[], from: Date, to: Date): Promise<RideRow[]> {
    const window = { rideIds, fromMs: from.getTime(), toMs: to.getTime() };
    return (await this.observations.rowsWithLastBefore(window)).map((row) => ({
      ...{ rideId: row.rideId, status: row.status, waitMinutes: row.waitMinutes, source: row.dataSource },
      ...{ atMs: row.recordedAt.getTime(), untilMs: (row.lastConfirmedAt ?? row.recordedAt).getTime() },
    }));
  }

  private async hoursOf(parkId: number, date: string) {
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(date, -1), dayAfter(date, 1));
    const counted = published.filter(({ type }) => COUNTED_TYPES.includes(type));
    return {
      hours: counted.filter(({ localDate }) => localDate === date),
      neighbourHours: counted.filter(({ localDate }) => localDate !== date),
    };
  }
}

function queuesOf(rows: readonly QueueRow[]): { singleRider: RideRow[]; queueChangesMs: number[] } {
  const singleRider = rows.filter(({ queueType }) => queueType === 'SINGLE_RIDER');
  const queueChangesMs = rows.filter(({ queueType }) => queueType !== 'SINGLE_RIDER').map(({ atMs }) => atMs);
  return { singleRider, queueChangesMs };
}

/** Null if no source had a list of show times on the day. */
function showStartsOf(reported: readonly StoredDetail[], day: TimeInterval): number[] | null {
  const union = unionOfShowStarts(reported.map(({ detail }) => showStartsIn(detail)));
  return union?.filter((startMs) => startMs >= day.startMs && startMs < day.endMs) ?? null;
}
