import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { AppConfig, WAIT_NEWS_MINUTES } from '../../../common/config/app-config.js';
import { DAY_MS, dayAfter, MINUTE_MS } from '../../../common/time/calendar.js';
import type { ExcludedInterval, ExclusionInterval, ExclusionScope } from '../../exclusions/exclusion.js';
import { ExclusionsService } from '../../exclusions/exclusions.service.js';
import { type DayUse, useDaysOf } from '../../park-use/day-use.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { referenceMs, type ParkNow } from '../../park-use/use-now.js';
import { type StateSpan, useOfStates } from '../../park-use/use-of-states.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import type { AttractionState } from './freshness.sql.js';

type Excluded = ExclusionInterval & { scope: ExclusionScope };

/**
 * The parts of a span that are not excluded, oldest first. An exclusion of scope WAIT keeps the whole span, because an
 * excluded wait still shows that the ride was in use.
 */
export function countedParts<Run extends StateSpan>(run: Run, intervals: readonly Excluded[]): Run[] {
  const { fromMs, untilMs } = run;
  const excluded = intervals
    .filter((one) => one.scope === 'ALL' && one.fromMs <= untilMs && (one.toMs === null || one.toMs > fromMs))
    .sort((a, b) => a.fromMs - b.fromMs);
  if (excluded.length === 0) return [run];
  const parts: Run[] = [];
  let countedFromMs = fromMs;
  for (const one of excluded) {
    if (one.fromMs > countedFromMs) parts.push({ ...run, fromMs: countedFromMs, untilMs: one.fromMs });
    countedFromMs = Math.max(countedFromMs, one.toMs ?? Infinity);
  }
  if (countedFromMs < untilMs) parts.push({ ...run, fromMs: countedFromMs });
  return parts;
}

const NEWS_MS = WAIT_NEWS_MINUTES * MINUTE_MS;
/** How long before the day a row that extends into it may begin; earlier rows are not searched. */
const REACH_MS = DAY_MS;

/** The use of a local day. The key identifies its input: with the same key, the use is the same. */
export interface KeyedDayUse {
  key: string;
  localDate: string;
  dayUse: DayUse;
}

type Run = StateSpan & { rideId: number };

/** The input from which the use of a day is derived. */
interface ReadDay {
  states: readonly AttractionState[];
  excluded: readonly ExcludedInterval[];
  fromMs: number;
  toMs: number;
  nowMs: number;
}

/** Derives the use of a park on a local day from the observations of its attractions. */
@Injectable()
export class DayUseReader {
  /** Cached by park, because nothing changes between two polls. */
  private readonly known = new Map<number, KeyedDayUse>();

  constructor(
    private readonly history: ObservationQueryService,
    private readonly publishedUse: PublishedUseService,
    private readonly exclusions: ExclusionsService,
    private readonly config: AppConfig,
  ) {}

  /** @param states the newest states of the park's attractions, under each of their UUIDs */
  async read(
    of: { parkId: number; timezone: string | null },
    park: ParkNow,
    states: readonly AttractionState[],
    nowMs: number,
  ): Promise<KeyedDayUse> {
    const atMs = referenceMs(park, nowMs);
    const [day] = useDaysOf(of.timezone, this.config.parkDayStartMinutes, atMs, atMs + 1);
    const fromMs = day!.startMs - Math.max(NEWS_MS, REACH_MS);
    const toMs = Math.min(day!.endMs, nowMs + 1);
    const excluded = await this.exclusions.intervalsOf(idsOf(states), fromMs, toMs);
    const key = JSON.stringify([day!.localDate, park.states, park.published, excluded]);
    const known = this.known.get(of.parkId);
    if (known?.key === key) return known;
    const published = await this.publishedUse.intervalsOf(of.parkId, dayAfter(day!.localDate, -1), day!.localDate);
    const runs = await this.runs({ states, excluded, fromMs, toMs, nowMs });
    const [dayUse] = useOfStates({
      days: [day!],
      published,
      attractions: [...groupBy(runs, ({ rideId }) => rideId).values()],
      carriedForwardUntilMs: ({ untilMs }) => untilMs + this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      ceilingMinutes: this.config.WAIT_CEILING_MINUTES,
    });
    const judged = { key, localDate: day!.localDate, dayUse: dayUse! };
    this.known.set(of.parkId, judged);
    return judged;
  }

  /** Oldest first. The newest value of each ride is carried forward, as in statistics. */
  private async runs({ states, excluded, fromMs, toMs, nowMs }: ReadDay): Promise<Run[]> {
    const countsAs = new Map(states.map(({ storedUnder, rideId }) => [storedUnder, rideId]));
    const rows = await this.history.liveSpans({ rideIds: [...countsAs.keys()], fromMs, toMs });
    // A state that has been unchanged for longer has no row in the window.
    const keyOf = ({ rideId, fromMs: beganMs }: Run) => `${rideId} ${beganMs}`;
    const read = new Set(rows.map(keyOf));
    const standing = states
      .map((state) => ({ ...state, rideId: state.storedUnder }))
      .filter((state) => state.fromMs < toMs && !read.has(keyOf(state)));
    const observed = [...rows.map((row) => notAhead(row, nowMs + this.config.clockToleranceMs)), ...standing];
    const intervals = groupBy(excluded, ({ rideId }) => rideId);
    // Exclusions of a ride or its park also apply to the rides linked to it.
    const intervalsOf = ({ rideId }: Run) =>
      [...new Set([rideId, countsAs.get(rideId)!])].flatMap((id) => intervals.get(id) ?? []);
    const runs = observed
      .flatMap((run) => countedParts(run, intervalsOf(run)))
      .map((run): Run => ({ ...run, rideId: countsAs.get(run.rideId)! }))
      .sort((a, b) => a.fromMs - b.fromMs);
    const last = new Set(new Map(runs.map((run) => [run.rideId, run])).values());
    const carryForwardMs = this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS;
    return runs.map((run) => (last.has(run) ? { ...run, untilMs: run.untilMs + carryForwardMs } : run));
  }
}

const idsOf = (states: readonly AttractionState[]): number[] => [
  ...new Set(states.flatMap(({ rideId, storedUnder }) => [rideId, storedUnder])),
];

/** Timestamps beyond the horizon come from a clock that was ahead. */
const notAhead = <Each extends Run>(run: Each, horizonMs: number): Each =>
  run.untilMs > horizonMs ? { ...run, untilMs: run.fromMs } : run;
