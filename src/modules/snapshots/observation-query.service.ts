import { Injectable } from '@nestjs/common';
import type { HistoryPosition, HistoryWindow } from './history-window.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { chunksOf, groupBy } from '../../common/collections.js';
import { DAY_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { type HistoryRecord, type LiveSpan, ObservationQueryRepository } from './observation-query.sql.js';
import { type CarryForwardLimits, carryForwardLimits } from './carry-forward.js';
import { NoDataIntervalRepository } from './no-data-intervals.sql.js';
import {
  followedMsOf,
  lastSeenMs,
  lastValidMs,
  type NoDataInterval,
  unconfirmedRange,
  type ValidityLimits,
  type ValidObservation,
  withValidity,
} from './carry-forward.js';
import type { DataSource } from './observations.js';

/** Limit of the search for earlier rows, because each query must name the months that it reads. */
export const STATE_LOOK_BACK_DAYS = 400;

const RECENT_DAYS = 31;
/** Rides per statement. */
const RIDES_AT_ONCE = 100;

/** The range [fromMs, toMs) in which the state at an instant may have started; null before 1970. */
export function lookBackFrom(instantMs: number): { fromMs: number; toMs: number } | null {
  const fromMs = Math.max(0, instantMs - STATE_LOOK_BACK_DAYS * DAY_MS);
  return fromMs < instantMs ? { fromMs, toMs: instantMs } : null;
}

/**
 * Picks the row that was confirmed last before the instant and is still carried forward then, by the limit of its source. Null
 * if there is none.
 */
export function stateAt(
  instantMs: number,
  newest: readonly HistoryRecord[],
  limits: CarryForwardLimits,
): HistoryRecord | null {
  const seenMs = (row: HistoryRecord): number => Math.min(instantMs, lastSeenMs(row));
  const holding = newest.filter((row) => lastValidMs(row, limits) >= instantMs);
  holding.sort((a, b) => seenMs(b) - seenMs(a) || b.recordedAt.getTime() - a.recordedAt.getTime());
  return holding[0] ?? null;
}

export interface HistoryPage {
  points: HistoryRecord[];
  /** The last point of the page, for the next one; null at the end. */
  nextAfter: HistoryPosition | null;
  /** The instant of the first point of the next page; null at the end. */
  nextAt: Date | null;
}

/** Observations of rides that count as one, in time order. */
interface ObservedGroup {
  /** The park of the ride as which they count. */
  parkId: number;
  rideIds: readonly number[];
  rows: readonly HistoryRecord[];
  /** The instant of the observation that follows them, if it is known. */
  nextAt?: Date | null;
}

/** The observations of a ride in a range, and the one from before it that is valid at its start. */
export interface RideSeries {
  points: ValidObservation[];
  opening: ValidObservation | null;
}

/** More than the rows of any day of a park: in practice no limit. */
const ALL_ROWS = 1_000_000;

export type { LiveSpan as LiveRun };

/** Reads stored observations of a time range. */
@Injectable()
export class ObservationQueryService {
  private readonly limits: ValidityLimits;

  constructor(
    private readonly repository: ObservationQueryRepository,
    private readonly noData: NoDataIntervalRepository,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.limits = { ...carryForwardLimits(config), parkNoDataMs: config.PARK_NO_DATA_MINUTES * MINUTE_MS };
  }

  /** One page of a time range, with all rides merged in time order. */
  async page(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryPage> {
    const points = await this.repository.findPoints(window, after, limit + 1);
    if (points.length <= limit) return { points, nextAfter: null, nextAt: null };
    const shown = points.slice(0, limit);
    const { recordedAt, rideId } = shown.at(-1)!;
    const nextAfter = { recordedAtMs: recordedAt.getTime(), rideId };
    return { points: shown, nextAfter, nextAt: points[limit]!.recordedAt };
  }

  /**
   * A page of a series with its validity.
   * @param isFirst whether the state at the start of the range is wanted, too
   */
  async seriesOf(
    { parkId, rideIds }: Omit<ObservedGroup, 'rows'>,
    { points, nextAt }: HistoryPage,
    { fromMs, toMs, isFirst }: { fromMs: number; toMs: number; isFirst: boolean },
  ): Promise<RideSeries> {
    const window = isFirst && points[0]?.recordedAt.getTime() !== fromMs ? lookBackFrom(fromMs) : null;
    const newest = window === null ? [] : await this.repository.findLastRows([{ rideIds, ...window }]);
    const opening = stateAt(fromMs, newest, this.limits);
    const [series] = await this.validSeries([{ parkId, rideIds, opening, points, nextAt }], { fromMs, toMs });
    return series!;
  }

  /** The rows of a time range after the last one of each ride before it; those of each ride are in time order. */
  async rowsWithLastBefore(window: HistoryWindow): Promise<HistoryRecord[]> {
    const last = await this.lastRowsBefore(new Map(window.rideIds.map((rideId) => [rideId, window.fromMs])));
    return [...last, ...(await this.repository.findRows(window))];
  }

  /** The rows of a range, and the state at its start, of each group of rides of a park that count as one. */
  async ofGroups(
    parkId: number,
    groups: readonly (readonly number[])[],
    { fromMs, toMs }: Omit<HistoryWindow, 'rideIds'>,
  ): Promise<RideSeries[]> {
    const rideIds = groups.flat();
    if (rideIds.length === 0) return [];
    const [points, last] = await Promise.all([
      this.repository.findPoints({ rideIds, fromMs, toMs }, null, ALL_ROWS),
      this.lastRowsBeforeInstant(rideIds, fromMs),
    ]);
    const [pointsOf, lastOf] = [points, last].map((rows) => groupBy(rows, ({ rideId }) => rideId));
    const series = groups.map((group) => {
      const own =
        group.length === 1 ? (pointsOf!.get(group[0]!) ?? []) : points.filter((row) => group.includes(row.rideId));
      const startsAtOnce = own[0]?.recordedAt.getTime() === fromMs;
      const newest = group.flatMap((rideId) => lastOf!.get(rideId) ?? []);
      const opening = startsAtOnce ? null : stateAt(fromMs, newest, this.limits);
      return { parkId, rideIds: group, points: own, opening };
    });
    return this.validSeries(series, { fromMs, toMs });
  }

  /** A state at the start of the range that the missing data of the park had ended before is none. */
  private async validSeries(
    groups: readonly (Omit<ObservedGroup, 'rows'> & Pick<HistoryPage, 'points'> & { opening: HistoryRecord | null })[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<RideSeries[]> {
    const observed = groups.map(({ opening, points, ...group }) => ({
      ...group,
      rows: opening === null ? points : [opening, ...points],
    }));
    const valid = await this.withValidity(observed, toMs);
    return groups.map(({ opening }, index) => {
      const rows = valid[index]!;
      if (opening === null) return { points: rows, opening };
      const { validUntil } = rows[0]!;
      return { points: rows.slice(1), opening: validUntil === null || validUntil.getTime() > fromMs ? rows[0]! : null };
    });
  }

  /**
   * Until when the observations of each group were valid.
   * @param toMs the end of the range of these rows: no other one follows them before it, unless `nextAt` is known
   */
  private async withValidity(groups: readonly ObservedGroup[], toMs: number): Promise<ValidObservation[][]> {
    const nowMs = this.clock.now().getTime();
    const untilMs = ({ rows }: ObservedGroup) =>
      rows.length === 0 ? -Infinity : lastValidMs(rows.at(-1)!, this.limits);
    const open = groups.filter((group) => group.nextAt == null && toMs <= nowMs && untilMs(group) > toMs);
    const windows = open.flatMap((group) =>
      group.rideIds.map((rideId) => ({ rideIds: [rideId], fromMs: toMs, toMs: untilMs(group) })),
    );
    const next = new Map(
      (await this.firstInstants(windows)).map(({ rideId, recordedAt }) => [rideId, recordedAt.getTime()]),
    );
    const followed = groups.map(({ rideIds, nextAt, ...group }) => ({
      ...group,
      nextMs: nextAt?.getTime() ?? Math.min(...rideIds.map((rideId) => next.get(rideId) ?? Infinity)),
    }));
    const noData = await this.noDataOf(followed);
    return followed.map(({ parkId, rows, nextMs }) =>
      withValidity(rows, nextMs, this.limits, nowMs, noData.get(parkId) ?? []),
    );
  }

  /** When the parks had no data, as far as it may end one of the rows. */
  private async noDataOf(
    groups: readonly (Pick<ObservedGroup, 'parkId' | 'rows'> & { nextMs: number })[],
  ): Promise<Map<number, NoDataInterval[]>> {
    const ranges = new Map<number, { fromMs: number; untilMs: number }>();
    for (const { parkId, rows, nextMs } of groups) {
      const followedMs = followedMsOf(rows, nextMs);
      for (const [index, row] of rows.entries()) {
        const range = unconfirmedRange(row, followedMs[index]!, this.limits);
        if (range === null) continue;
        const { fromMs, untilMs } = ranges.get(parkId) ?? range;
        ranges.set(parkId, {
          fromMs: Math.min(fromMs, range.fromMs),
          untilMs: Math.max(untilMs, range.untilMs),
        });
      }
    }
    const found = new Map<number, NoDataInterval[]>();
    for (const [parkId, { fromMs, untilMs }] of ranges) {
      found.set(parkId, await this.noData.find(parkId, fromMs, untilMs));
    }
    return found;
  }

  /** The rows of a source that begin in the range, by ride in time order. */
  async spans(window: HistoryWindow, source: DataSource): Promise<LiveSpan[]> {
    return this.repository.findSpans([window], source);
  }

  /** The rows that polls wrote in the range, by ride in time order. */
  async liveSpans(window: HistoryWindow): Promise<LiveSpan[]> {
    return this.spans(window, 'LIVE');
  }

  /**
   * The rows that polls wrote from an instant of each ride on, by ride in time order, and the one that began before and lasted
   * until then.
   * @param startsMs by ride
   */
  async liveSpansTouching(startsMs: ReadonlyMap<number, number>, toMs: number): Promise<LiveSpan[]> {
    const windows = [...startsMs].map(([rideId, fromMs]) => ({ rideIds: [rideId], fromMs, toMs }));
    const [last, within] = await Promise.all([
      this.lastRowsBefore(startsMs),
      this.repository.findSpans(windows, 'LIVE'),
    ]);
    const lasting = last.flatMap(({ rideId, recordedAt, lastConfirmedAt, status, waitMinutes, dataSource }) => {
      const [fromMs, untilMs] = [recordedAt.getTime(), (lastConfirmedAt ?? recordedAt).getTime()];
      const lasts = dataSource === 'LIVE' && untilMs >= startsMs.get(rideId)!;
      return lasts ? [{ rideId, fromMs, untilMs, status, waitMinutes, lastUpdatedMs: null }] : [];
    });
    return [...lasting, ...within].sort((a, b) => a.rideId - b.rideId || a.fromMs - b.fromMs);
  }

  /** When the first row of each window begins. All windows begin at the same instant, and most are short. */
  private async firstInstants(
    windows: readonly HistoryWindow[],
  ): Promise<Pick<HistoryRecord, 'rideId' | 'recordedAt'>[]> {
    const isShort = ({ fromMs, toMs }: HistoryWindow) => toMs - fromMs <= DAY_MS;
    const short = windows.filter(isShort);
    const found = await this.repository.findFirstInstants({
      rideIds: short.flatMap(({ rideIds }) => rideIds),
      fromMs: short[0]?.fromMs ?? 0,
      toMs: short.reduce((latest, { toMs }) => Math.max(latest, toMs), 0),
    });
    const long = chunksOf(
      windows.filter((window) => !isShort(window)),
      RIDES_AT_ONCE,
    );
    for (const some of long) found.push(...(await this.repository.findFirstRows(some)));
    return found;
  }

  /** The last row of each ride before one instant: of the day before it for most rides. */
  private async lastRowsBeforeInstant(rideIds: readonly number[], toMs: number): Promise<HistoryRecord[]> {
    const fromMs = Math.max(0, toMs - DAY_MS);
    const recent = await this.repository.findLastRowsOfShortRange({ rideIds, fromMs, toMs });
    const found = new Set(recent.map(({ rideId }) => rideId));
    const others = rideIds.filter((rideId) => !found.has(rideId));
    return [...recent, ...(await this.lastRowsBefore(new Map(others.map((rideId) => [rideId, toMs]))))];
  }

  /** The last row of each ride before an instant. Most are of the last month, so few rides are searched for in all months. */
  private async lastRowsBefore(instantsMs: ReadonlyMap<number, number>): Promise<HistoryRecord[]> {
    const windows = (rides: Iterable<[number, number]>, days: number) =>
      [...rides].map(([rideId, toMs]) => ({ rideIds: [rideId], fromMs: Math.max(0, toMs - days * DAY_MS), toMs }));
    const rows: HistoryRecord[] = [];
    for (const rides of chunksOf([...instantsMs], RIDES_AT_ONCE)) {
      const recent = await this.repository.findLastRows(windows(rides, RECENT_DAYS));
      const found = new Set(recent.map(({ rideId }) => rideId));
      const others = rides.filter(([rideId]) => !found.has(rideId));
      rows.push(...recent, ...(await this.repository.findLastRows(windows(others, STATE_LOOK_BACK_DAYS))));
    }
    return rows;
  }

  async count(window: HistoryWindow, source: DataSource): Promise<number> {
    return this.repository.count(window, source);
  }
}
