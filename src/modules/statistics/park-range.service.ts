import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { dayAfter, MINUTE_MS } from '../../common/time/calendar.js';
import { countsForPark } from '../catalog/entity-types.js';
import type { ExcludedInterval } from '../exclusions/exclusion.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import { PublishedUseService } from '../park-use/published-use.service.js';
import { LocalDays } from '../snapshots/local-days.js';
import { EXPECTED_FOR_MS } from '../snapshots/observations.js';
import {
  isArchivedBefore,
  type LastArchived,
  type LastLive,
  LastObserved,
  observedDays,
} from './days/observed-days.js';
import { ParkCalendar } from './days/park-calendar.js';
import { lookbackMs, type ParkDaysInput, type ParkDaysStatistics, parkDaySteps } from './days/park-days.js';
import type { InvalidatedRange } from './storage/invalidation-log.repository.js';
import { ParkInputsRepository, type StatisticsPark, type StatisticsRide } from './storage/park-inputs.repository.js';
import { ParkRowsLoader } from './storage/park-rows.loader.js';
import type { RollupScope } from './storage/rollup.repository.js';
import { type ExcludedSpan, withoutExcluded } from './timeline/excluded-rows.js';
import { Polls } from './timeline/live-spans.js';
import { mergeCanonicalGroup, type ObservedRows } from './timeline/observed-rows.js';
import type { CarryForwardLimits } from './timeline/state-intervals.js';

/** Yields to the event loop after this many rows, so that a serving process can handle requests. */
const YIELD_EVERY_ROWS = 20_000;

/** All input for the statistics of a range of days of a park. */
export interface LoadedRange {
  range: InvalidatedRange;
  place: RollupScope;
  input: ParkDaysInput;
  rowCount: number;
}

interface TimeRange {
  fromMs: number;
  toMs: number;
}

type RideSpan = ExcludedSpan & { rideId: number };

/** A ride with its own observations and those of linked rides, without excluded ones. */
interface LoadedGroup {
  ride: StatisticsRide;
  rows: ObservedRows;
  /** The last live observation before the rows; excluded observations are not removed from it. */
  lastLive: LastLive | null;
  /** Whether an exclusion affects the rows or the 28 days before them. */
  isExcluded: boolean;
}

interface LoadedGroups {
  polls: Polls;
  groups: LoadedGroup[];
  rowCount: number;
}

/** Loads and computes a range of consecutive days of a park. */
@Injectable()
export class ParkRangeService {
  constructor(
    private readonly inputs: ParkInputsRepository,
    private readonly loader: ParkRowsLoader,
    private readonly exclusions: ExclusionsService,
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  get limits(): CarryForwardLimits {
    return {
      archiveMs: this.config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      liveMs: this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      parkNoDataMs: this.config.PARK_NO_DATA_MINUTES * MINUTE_MS,
    };
  }

  async load(range: InvalidatedRange): Promise<LoadedRange | null> {
    const { parkId, days } = range;
    const park = await this.inputs.findPark(parkId);
    if (park === null) return null;
    const [firstDate, lastDate] = [days[0]!.localDate, days.at(-1)!.localDate];
    const calendar = new ParkCalendar(park.timezone, this.config.parkDayStartMinutes, firstDate, lastDate);
    const rides = await this.inputs.findRides(parkId);
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(firstDate, -1), lastDate);
    const timeRange = { fromMs: calendar.startMs - lookbackMs(this.limits), toMs: calendar.endMs };
    const { polls, groups, rowCount } = await this.loadRows(park, rides, timeRange);
    const lastObserved = await this.lastObserved(park, { polls, groups, rowCount }, calendar);
    const input: ParkDaysInput = {
      parkId,
      calendar,
      limits: this.limits,
      published,
      waitCeilingMinutes: this.config.WAIT_CEILING_MINUTES,
      polls,
      expectsArchived: true,
      rides: groups.map(({ ride: { rideId, entityType, isListedAt }, rows, lastLive }) => ({
        rideId,
        countsForPark: countsForPark(entityType),
        isListedAt,
        rows,
        lastLive: lastObserved.has(rideId) ? lastObserved.get(rideId)!.live : lastLive,
        lastArchived: lastObserved.get(rideId)?.archived,
      })),
    };
    const place = { parkId, rideIds: await this.inputs.findRideIds(parkId), firstDate, lastDate };
    return { range, place, input, rowCount };
  }

  /** Yields to the event loop between rides. */
  async compute({ input }: LoadedRange): Promise<ParkDaysStatistics> {
    const steps = parkDaySteps(input);
    for (let rows = 0; ;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      rows += step.value;
      if (rows < YIELD_EVERY_ROWS) continue;
      rows = 0;
      await setImmediate();
    }
  }

  /** Days of other parks to which observations of this range contribute, because their rides are linked to this park's. */
  async linkedDays({ parkId, days }: InvalidatedRange): Promise<{ parkId: number; localDate: string }[]> {
    const parks = await this.inputs.findParksLinkedTo(parkId);
    const own = parks.length === 0 ? null : await this.inputs.findPark(parkId);
    if (own === null) return [];
    const dayStart = this.config.parkDayStartMinutes;
    const ownDays = new LocalDays(own.timezone, dayStart);
    return parks.flatMap((park) => {
      const localDays = new LocalDays(park.timezone, dayStart);
      const [first, last] = [ownDays.window(days[0]!.localDate), ownDays.window(days.at(-1)!.localDate)];
      const dates = localDays.datesBetween(first.startMs, last.endMs - 1);
      return dates.map((localDate) => ({ parkId: park.parkId, localDate }));
    });
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

  private async loadRows(
    park: StatisticsPark,
    rides: readonly StatisticsRide[],
    { fromMs, toMs }: TimeRange,
  ): Promise<LoadedGroups> {
    const { firstPollMs, instants } = await this.polls(park, fromMs, toMs);
    const rideIds = rides.flatMap(canonicalGroupOf);
    const { byRide, lastLive, rowCount } = await this.loader.load({ rideIds, fromMs, toMs, firstPollMs });
    const polls = new Polls(instants, this.limits.liveMs);
    const intervals = await this.exclusions.intervalsOf(rideIds, fromMs - EXPECTED_FOR_MS, toMs);
    const spans = groupBy(intervals.map(spanOf), ({ rideId }) => rideId);
    const groups = rides.map((ride) => ({
      ride,
      rows: mergeCanonicalGroup(
        canonicalGroupOf(ride).map((id) => withoutExcluded(byRide.get(id)!, spansOf(ride.rideId, id, spans), polls)),
      ),
      lastLive: newest(canonicalGroupOf(ride).flatMap((id) => lastLive.get(id) ?? [])),
      isExcluded: canonicalGroupOf(ride).some((id) => spans.has(id)),
    }));
    return { polls, groups, rowCount };
  }

  /**
   * The last observation before the days, for rides that may be missing on one of them. The result for a day does not depend
   * on the other days of the range. For rides with exclusions, all rows of the 28 days before are read.
   */
  private async lastObserved(
    park: StatisticsPark,
    loaded: LoadedGroups,
    calendar: ParkCalendar,
  ): Promise<Map<number, LastObserved>> {
    const { startMs, endMs, days } = calendar;
    const listed = loaded.groups.filter(({ ride }) => days.some((day) => ride.isListedAt(day.endMs - 1)));
    const excluded = listed.filter(({ isExcluded, rows }) => isExcluded && observedDays(rows, calendar).includes(0));
    const last = await this.lastArchived(
      listed.filter(({ isExcluded }) => !isExcluded),
      loaded,
      calendar,
    );
    if (excluded.length === 0) return last;
    const rides = excluded.map(({ ride }) => ride);
    const before = await this.loadRows(park, rides, { fromMs: startMs - EXPECTED_FOR_MS, toMs: endMs });
    for (const { ride, rows } of before.groups) last.set(ride.rideId, LastObserved.before(startMs, rows));
    return last;
  }

  /** The last archive rows before the days, read only if a day has archive data but no polls, for rides without such a loaded row. */
  private async lastArchived(
    groups: readonly LoadedGroup[],
    loaded: LoadedGroups,
    calendar: ParkCalendar,
  ): Promise<Map<number, LastObserved>> {
    const { polls } = loaded;
    const { startMs, days } = calendar;
    const isUnpolled = days.map((day) => !polls.isAnyIn(day.startMs, day.endMs));
    if (!isUnpolled.includes(true)) return new Map();
    const isArchivedOn = (isObserved: number, day: number) => isObserved === 1 && isUnpolled[day]!;
    if (!loaded.groups.some(({ rows }) => observedDays(rows, calendar).some(isArchivedOn))) return new Map();
    const asked = groups.filter(({ rows }) => !isArchivedBefore(startMs, rows));
    const last = await this.loader.lastArchived(
      asked.flatMap(({ ride }) => canonicalGroupOf(ride)),
      startMs,
    );
    return new Map(
      asked.map(({ ride, lastLive }) => {
        const archived = lastOf(canonicalGroupOf(ride).flatMap((id) => last.get(id) ?? []));
        return [ride.rideId, new LastObserved(lastLive, archived)];
      }),
    );
  }
}

const canonicalGroupOf = ({ rideId, linkedRideIds }: StatisticsRide): number[] => [rideId, ...linkedRideIds];

/** An exclusion of a ride or its park also applies to the rides linked to it. */
const spansOf = (rideId: number, id: number, spans: ReadonlyMap<number, RideSpan[]>): RideSpan[] => [
  ...(spans.get(rideId) ?? []),
  ...(id === rideId ? [] : (spans.get(id) ?? [])),
];

const spanOf = ({ toMs, ...interval }: ExcludedInterval): RideSpan => ({
  ...interval,
  toMs: toMs ?? Infinity,
});
function newest(observed: readonly LastLive[]): LastLive | null {
  return observed.reduce<LastLive | null>(
    (last, one) => (last === null || one.confirmedUntilMs > last.confirmedUntilMs ? one : last),
    null,
  );
}
const lastOf = (observed: readonly LastArchived[]): LastArchived | null =>
  observed.reduce<LastArchived | null>((last, one) => (last === null || one.atMs > last.atMs ? one : last), null);
