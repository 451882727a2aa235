import { Injectable } from '@nestjs/common';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { Clock } from '../../../common/time/clock.js';
import { RideService } from '../../catalog/ride.service.js';
import { decodeCursor, type HistoryCursor } from './history-cursor.js';
import { historyWindow } from './history-window.js';
import type { HistoryQuery, RideHistory } from './history.dto.js';
import { HistoryService } from './history.service.js';

/** The history of a ride as the public API shows it: linked rides are part of it. */
@Injectable()
export class RideHistoryService {
  constructor(
    private readonly rides: RideService,
    private readonly history: HistoryService,
    private readonly clock: Clock,
  ) {}

  /** @throws RideNotFoundError, HistoryWindowError, ValidationFailedError */
  async ofRide(rideId: number, query: HistoryQuery): Promise<RideHistory> {
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const { fromMs, toMs } = this.windowOf(query, after);
    const { requestedRideId, canonicalRideId, rideIds } = await this.rides.familyOf(rideId);
    const { points, nextCursor } = await this.history.page({ rideIds, fromMs, toMs }, after, query.limit);
    return {
      requestedRideId,
      canonicalRideId,
      interval: query.interval,
      from: new Date(fromMs),
      to: new Date(toMs),
      data: points,
      page: { limit: query.limit, nextCursor },
    };
  }

  private windowOf({ from, to }: HistoryQuery, after: HistoryCursor | null): { fromMs: number; toMs: number } {
    const begun = after && { from: new Date(after.fromMs).toISOString(), to: new Date(after.toMs).toISOString() };
    return historyWindow({ from: from ?? begun?.from, to: to ?? begun?.to }, this.clock.now());
  }
}

function readCursor(text: string): HistoryCursor {
  const cursor = decodeCursor(text);
  if (cursor === null) throw new ValidationFailedError({ cursor: ['cursor must be the nextCursor of another page'] });
  return cursor;
}
