import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, MINUTE_MS, utcDayOf } from '../../../common/time/calendar.js';
import type { ExcludedInterval } from '../../exclusions/exclusion.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import { EXPECTED_FOR_MS, OPENING_REACH_MS } from '../../snapshots/observations.js';
import type { LastConfirmed } from '../days/observed-days.js';
import { type ExcludedSpan, withoutExcluded } from '../timeline/excluded-rows.js';
import { Polls } from '../timeline/live-spans.js';
import { mergeCanonicalGroup, type ObservedRows } from '../timeline/observed-rows.js';
import { ParkInputsRepository, type StatisticsPark, type StatisticsRide } from './park-inputs.sql.js';
import { ParkRowsLoader } from './park-rows.loader.js';

export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** A ride with its own observations and those of linked rides, without excluded ones. */
export interface LoadedGroup {
  ride: StatisticsRide;
  rows: ObservedRows;
  /** The last observation of polls or the History API before the rows; excluded observations are not removed from it. */
  lastConfirmed: LastConfirmed | null;
  /** Whether an exclusion affects the rows or the 28 days before them. */
  isExcluded: boolean;
}

export interface LoadedGroups {
  polls: Polls;
  groups: LoadedGroup[];
  rowCount: number;
}

type RideSpan = ExcludedSpan & { rideId: number };

/** The ids of a ride and of the rides linked to it. */
export const canonicalGroupOf = ({ rideId, linkedRideIds }: StatisticsRide): number[] => [rideId, ...linkedRideIds];

/** Loads the observations of rides, with those of linked rides and without excluded ones. */
@Injectable()
export class CanonicalGroupsLoader {
  constructor(
    private readonly inputs: ParkInputsRepository,
    private readonly rows: ParkRowsLoader,
    private readonly exclusions: ExclusionsService,
    private readonly config: AppConfig,
  ) {}

  async load(
    park: StatisticsPark,
    rides: readonly StatisticsRide[],
    { fromMs, toMs }: TimeRange,
  ): Promise<LoadedGroups> {
    const { firstPollMs, instants } = await this.polls(park, fromMs, toMs);
    const rideIds = rides.flatMap(canonicalGroupOf);
    const firstHistoryMs = await this.firstHistoryMs(rideIds, { fromMs, toMs });
    const { byRide, lastConfirmed, rowCount } = await this.rows.load({
      rideIds,
      fromMs,
      toMs,
      firstPollMs,
      firstHistoryMs,
    });
    const polls = new Polls(instants, this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS);
    const intervals = await this.exclusions.intervalsOf(rideIds, fromMs - EXPECTED_FOR_MS, toMs);
    const spans = groupBy(intervals.map(spanOf), ({ rideId }) => rideId);
    const groups = rides.map((ride) => ({
      ride,
      rows: mergeCanonicalGroup(
        canonicalGroupOf(ride).map((id) => withoutExcluded(byRide.get(id)!, spansOf(ride.rideId, id, spans), polls)),
      ),
      lastConfirmed: newest(canonicalGroupOf(ride).flatMap((id) => lastConfirmed.get(id) ?? [])),
      isExcluded: canonicalGroupOf(ride).some((id) => spans.has(id)),
    }));
    return { polls, groups, rowCount };
  }

  /**
   * The earliest instant at which a state of the History API can begin that lasts until `fromMs`; null: there is none. Such a
   * state may be the opening state of a later day than those of the range.
   */
  private async firstHistoryMs(rideIds: readonly number[], { fromMs, toMs }: TimeRange): Promise<number | null> {
    const firstMs = fromMs - OPENING_REACH_MS - 2 * DAY_MS;
    const lastMs = Math.max(toMs, fromMs + OPENING_REACH_MS) + 2 * DAY_MS;
    const dates = [utcDayOf(firstMs), utcDayOf(lastMs)] as const;
    return (await this.inputs.hasHistoryDays(rideIds, ...dates)) ? firstMs : null;
  }

  /** Polls of every destination that the park has belonged to, restricted to that time. */
  private async polls(park: StatisticsPark, fromMs: number, toMs: number) {
    const sources = await this.inputs.findPollSources(park);
    const instants: number[] = [];
    let firstPollMs: number | null = null;
    for (const source of sources) {
      const first = await this.inputs.findFirstPollMs(source.destinationId);
      if (first === null || first >= source.untilMs) continue;
      firstPollMs = Math.min(firstPollMs ?? Infinity, Math.max(first, source.fromMs));
      const [start, end] = [Math.max(fromMs, source.fromMs), Math.min(toMs, source.untilMs)];
      if (start < end) instants.push(...(await this.inputs.findPolls(source.destinationId, start, end)));
    }
    return { firstPollMs, instants };
  }
}

/** An exclusion of a ride or its park also applies to the rides linked to it. */
const spansOf = (rideId: number, id: number, spans: ReadonlyMap<number, RideSpan[]>): RideSpan[] => [
  ...(spans.get(rideId) ?? []),
  ...(id === rideId ? [] : (spans.get(id) ?? [])),
];

const spanOf = ({ toMs, ...interval }: ExcludedInterval): RideSpan => ({
  ...interval,
  toMs: toMs ?? Infinity,
});

function newest(observed: readonly LastConfirmed[]): LastConfirmed | null {
  return observed.reduce<LastConfirmed | null>(
    (last, one) => (last === null || one.confirmedUntilMs > last.confirmedUntilMs ? one : last),
    null,
  );
}
