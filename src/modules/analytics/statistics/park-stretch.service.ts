import { MINUTE_MS } from '../../../common/time/durations.js';
import { groupBy } from '../../../common/collections/group-by.js';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { dayAfter } from '../../../common/time/calendar-day.js';
import { countsForPark } from '../../catalog/counted-types.js';
import type { ExcludedInterval } from '../../exclusions/exclusion.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { EXPECTED_FOR_MS } from '../../snapshots/expected-rides.js';
import type { LastArchived, LastLive } from './figures/observed-days.js';
import { ParkCalendar } from './figures/park-calendar.js';
import { lookbackMs, parkDaySteps, type ParkDaysFigures, type ParkDaysInput } from './figures/park-days.js';
import type { DirtyStretch } from './storage/dirty-days.repository.js';
import type { FiguresPlace } from './storage/figures.repository.js';
import { ParkInputsRepository, type StatisticsPark, type StatisticsRide } from './storage/park-inputs.repository.js';
import { type LoadedRows, ParkRowsLoader } from './storage/park-rows.loader.js';
import { type ExcludedSpan, withoutExcluded } from './timeline/excluded-rows.js';
import { mergeFamily } from './timeline/family-rows.js';
import type { HoldLimits } from './timeline/hold-timeline.js';
import { Polls } from './timeline/live-runs.js';
import type { ObservedRows } from './timeline/observed-rows.js';

/** Requests of a serving process are answered between two rides. */
const BREATH_EVERY_ROWS = 20_000;

/** Everything that the figures of some days of a park are made of. */
export interface LoadedStretch {
  stretch: DirtyStretch;
  place: FiguresPlace;
  input: ParkDaysInput;
  rowCount: number;
}

/** Loads and computes days of a park that lie next to each other. */
@Injectable()
export class ParkStretch {
  constructor(
    private readonly inputs: ParkInputsRepository,
    private readonly loader: ParkRowsLoader,
    private readonly exclusions: ExclusionsService,
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  get limits(): HoldLimits {
    return {
      archiveMs: this.config.ARCHIVE_MAX_HOLD_MINUTES * MINUTE_MS,
      liveMs: this.config.LIVE_MAX_HOLD_MINUTES * MINUTE_MS,
      parkSilenceMs: this.config.PARK_SILENCE_MINUTES * MINUTE_MS,
    };
  }

  async load(stretch: DirtyStretch): Promise<LoadedStretch | null> {
    const { parkId, days } = stretch;
    const park = await this.inputs.findPark(parkId);
    if (park === null) return null;
    const [firstDate, lastDate] = [days[0]!.localDate, days.at(-1)!.localDate];
    const calendar = new ParkCalendar(park.timezone, this.config.parkDayStartMinutes, firstDate, lastDate);
    const rides = await this.inputs.findRides(parkId);
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(firstDate, -1), lastDate);
    const { polls, loaded } = await this.loadRows(park, rides, calendar);
    const lastArchived = await this.lastArchived(rides, loaded, calendar, polls);
    const input: ParkDaysInput = {
      parkId,
      calendar,
      limits: this.limits,
      published,
      waitCeilingMinutes: this.config.WAIT_CEILING_MINUTES,
      polls,
      expectsArchived: true,
      rides: rides.map(({ rideId, entityType, isListedAt, linkedRideIds }) => ({
        rideId,
        countsForPark: countsForPark(entityType),
        isListedAt,
        rows: mergeFamily([rideId, ...linkedRideIds].map((id) => loaded.byRide.get(id)!)),
        lastLive: newest([rideId, ...linkedRideIds].flatMap((id) => loaded.lastLive.get(id) ?? [])),
        lastArchived: lastOf([rideId, ...linkedRideIds].flatMap((id) => lastArchived.get(id) ?? [])),
      })),
    };
    const place = { parkId, rideIds: await this.inputs.findRideIds(parkId), firstDate, lastDate };
    return { stretch, place, input, rowCount: loaded.rowCount };
  }

  /** Lets others have their turn in between. */
  async compute({ input }: LoadedStretch): Promise<ParkDaysFigures> {
    const steps = parkDaySteps(input);
    for (let rows = 0; ;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      rows += step.value;
      if (rows < BREATH_EVERY_ROWS) continue;
      rows = 0;
      await setImmediate();
    }
  }

  /** The days of other parks that observations of this stretch count for, because rides of this park are linked to theirs. */
  async linkedDays({ parkId, days }: DirtyStretch): Promise<{ parkId: number; localDate: string }[]> {
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

  /** Of every destination that has had the park, of the time in which it had it. */
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
    calendar: ParkCalendar,
  ): Promise<{ polls: Polls; loaded: LoadedRows }> {
    const fromMs = calendar.startMs - lookbackMs(this.limits);
    const toMs = calendar.endMs;
    const { firstPollMs, instants } = await this.polls(park, fromMs, toMs);
    const loaded = await this.loader.load({
      rideIds: rides.flatMap(({ rideId, linkedRideIds }) => [rideId, ...linkedRideIds]),
      fromMs,
      toMs,
      firstPollMs,
    });
    const polls = new Polls(instants, this.limits.liveMs);
    await this.exclude(loaded.byRide, rides, polls, { fromMs, toMs });
    return { polls, loaded };
  }

  /** Of rides that were not polled, and of which nothing was loaded from before the first of the days. */
  private async lastArchived(
    rides: readonly StatisticsRide[],
    { byRide, rowCount }: LoadedRows,
    { startMs, endMs }: ParkCalendar,
    polls: Polls,
  ): Promise<Map<number, LastArchived>> {
    if (rowCount === 0 || polls.isAnyIn(startMs, endMs)) return new Map();
    const isLoaded = (id: number) => byRide.get(id)!.length > 0 && byRide.get(id)!.atMs[0]! < startMs;
    const ids = rides
      .filter(({ isListedAt }) => isListedAt(endMs - 1) || isListedAt(startMs))
      .map(({ rideId, linkedRideIds }) => [rideId, ...linkedRideIds])
      .filter((family) => !family.some(isLoaded))
      .flat();
    const last = await this.loader.lastArchived(ids, startMs);
    if (![...last.values()].some(({ isPosting }) => isPosting)) return new Map();
    for (const { rideId, fromMs, toMs } of await this.exclusions.intervalsOf(ids, startMs - EXPECTED_FOR_MS, startMs)) {
      const atMs = last.get(rideId)?.atMs;
      if (atMs !== undefined && fromMs <= atMs && (toMs === null || atMs < toMs)) last.delete(rideId);
    }
    return last;
  }

  /** An exclusion of a ride, or of its park, excludes what is linked to the ride too. */
  private async exclude(
    byRide: Map<number, ObservedRows>,
    rides: readonly StatisticsRide[],
    polls: Polls,
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<void> {
    const intervals = await this.exclusions.intervalsOf([...byRide.keys()], fromMs, toMs);
    if (intervals.length === 0) return;
    const spans = groupBy(intervals.map(spanOf), ({ rideId }) => rideId);
    for (const { rideId, linkedRideIds } of rides) {
      const ofRide = spans.get(rideId) ?? [];
      for (const id of [rideId, ...linkedRideIds]) {
        const own = id === rideId ? [] : (spans.get(id) ?? []);
        byRide.set(id, withoutExcluded(byRide.get(id)!, [...ofRide, ...own], polls));
      }
    }
  }
}

const spanOf = ({ toMs, ...interval }: ExcludedInterval): ExcludedSpan & { rideId: number } => ({
  ...interval,
  toMs: toMs ?? Infinity,
});
function newest(seen: readonly LastLive[]): LastLive | null {
  return seen.reduce<LastLive | null>(
    (last, one) => (last === null || one.seenUntilMs > last.seenUntilMs ? one : last),
    null,
  );
}
const lastOf = (seen: readonly LastArchived[]): LastArchived | null =>
  seen.reduce<LastArchived | null>((last, one) => (last === null || one.atMs > last.atMs ? one : last), null);
