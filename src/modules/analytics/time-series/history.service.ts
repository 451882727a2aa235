import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { CanonicalGroups } from '../../catalog/canonical-groups.service.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { TargetService } from '../queries/target.service.js';
import {
  encodeCursor,
  MAX_DAILY_HISTORY_DAYS,
  MAX_HISTORY_DAYS,
  type ObservationCursor,
  pageWindow,
  readHistoryCursor,
} from './history-page.js';
import type { HistoryQuery, RideHistory } from './history.dto.js';
import type { RideRollupHistory } from './rollup-points.dto.js';
import { type RollupInterval, RollupPointsService } from './rollup-points.service.js';

/** After this time a local day is over everywhere, and its statistics are computed with all carried-forward values. */
const FINAL_AFTER_MS = 2 * DAY_MS;

/** The history of a ride including linked rides, as returned by the public API. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly canonicalGroups: CanonicalGroups,
    private readonly history: ObservationQueryService,
    private readonly targets: TargetService,
    private readonly rollups: RollupPointsService,
    private readonly clock: Clock,
  ) {}

  /** @throws RideNotFoundError, DateRangeError, ValidationFailedError */
  async ofRide(rideId: number, query: HistoryQuery): Promise<RideHistory | RideRollupHistory> {
    const after = query.cursor === undefined ? null : readHistoryCursor(query.cursor);
    const { interval } = query;
    return interval === 'raw' ? this.raw(rideId, query, after) : this.rolledUp(rideId, query, interval, after);
  }

  private async raw(rideId: number, query: HistoryQuery, after: ObservationCursor | null): Promise<RideHistory> {
    const { fromMs, toMs } = this.windowOf(query, after);
    const { requestedRideId, canonicalRideId, ...group } = await this.canonicalGroups.of(rideId);
    const page = await this.history.page({ rideIds: group.rideIds, fromMs, toMs }, after, query.limit);
    const nextCursor = page.nextAfter && encodeCursor({ ...page.nextAfter, fromMs, toMs });
    const { opening, points } = await this.history.seriesOf(group, page, { fromMs, toMs, isFirst: after === null });
    return {
      requestedRideId,
      canonicalRideId,
      interval: 'raw',
      ...this.shown(fromMs, toMs),
      stateAtFrom: opening,
      data: points,
      page: { limit: query.limit, nextCursor },
    };
  }

  private async rolledUp(
    requestedRideId: number,
    query: HistoryQuery,
    interval: RollupInterval,
    after: ObservationCursor | null,
  ): Promise<RideRollupHistory> {
    const { limit } = query;
    const { fromMs, toMs } = this.windowOf(query, after);
    const ride = await this.targets.ride(requestedRideId);
    const canonicalRideId = ride.rideId!;
    const window = { fromMs, toMs, afterMs: after?.recordedAtMs ?? null };
    const { points, continuesAfterMs } = await this.rollups.page(ride, interval, window, limit);
    // The first point may start before the range, but a cursor must not.
    const recordedAtMs = continuesAfterMs === null ? null : Math.max(continuesAfterMs, fromMs);
    const nextCursor =
      recordedAtMs === null ? null : encodeCursor({ recordedAtMs, rideId: canonicalRideId, fromMs, toMs });
    return {
      requestedRideId,
      canonicalRideId,
      interval,
      ...this.shown(fromMs, toMs),
      data: points,
      page: { limit, nextCursor },
    };
  }

  private windowOf(query: HistoryQuery, after: ObservationCursor | null): { fromMs: number; toMs: number } {
    const maxDays = query.interval === 'day' ? MAX_DAILY_HISTORY_DAYS : MAX_HISTORY_DAYS;
    return pageWindow(query, after, this.clock.now(), maxDays);
  }

  private shown(fromMs: number, toMs: number): { from: Date; to: Date; isFinal: boolean } {
    const isFinal = toMs <= this.clock.now().getTime() - FINAL_AFTER_MS;
    return { from: new Date(fromMs), to: new Date(toMs), isFinal };
  }
}
