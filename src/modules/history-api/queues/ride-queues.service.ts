import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { RideService } from '../../catalog/ride.service.js';
import { pageWindow } from '../history-window.js';
import { encodeQueueCursor, readQueueCursor } from './queue-cursor.js';
import { QueueHistoryRepository } from './queue-history.repository.js';
import type { QueuesQuery, RideQueues } from './queues.dto.js';

/** The extended queues of a ride over time, as the public API shows them: those of linked rides are part of it. */
@Injectable()
export class RideQueuesService {
  constructor(
    private readonly rides: RideService,
    private readonly repository: QueueHistoryRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws RideNotFoundError, HistoryWindowError, ValidationFailedError */
  async ofRide(rideId: number, query: QueuesQuery): Promise<RideQueues> {
    const { queueType = null, limit } = query;
    const after = query.cursor === undefined ? null : readQueueCursor(query.cursor);
    const { fromMs, toMs } = pageWindow(query, after, this.clock.now());
    const { requestedRideId, canonicalRideId, rideIds } = await this.rides.familyOf(rideId);
    const rows = await this.repository.findRows({ rideIds, queueType, fromMs, toMs }, after, limit + 1);
    const data = rows.slice(0, limit);
    const last = rows.length > limit ? data.at(-1) : undefined;
    const nextCursor = last
      ? encodeQueueCursor({ ...last, recordedAtMs: last.recordedAt.getTime(), fromMs, toMs })
      : null;
    const [from, to] = [new Date(fromMs), new Date(toMs)];
    return { requestedRideId, canonicalRideId, from, to, data, page: { limit, nextCursor } };
  }
}
