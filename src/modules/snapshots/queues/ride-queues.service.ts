import { Injectable } from '@nestjs/common';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { Clock } from '../../../common/time/clock.js';
import { RideService } from '../../catalog/ride.service.js';
import { historyWindow } from '../history/history-window.js';
import { decodeQueueCursor, encodeQueueCursor, type QueueCursor } from './queue-cursor.js';
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
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const { fromMs, toMs } = this.windowOf(query, after);
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

  private windowOf({ from, to }: QueuesQuery, after: QueueCursor | null): { fromMs: number; toMs: number } {
    const begun = after && { from: new Date(after.fromMs).toISOString(), to: new Date(after.toMs).toISOString() };
    return historyWindow({ from: from ?? begun?.from, to: to ?? begun?.to }, this.clock.now());
  }
}

function readCursor(text: string): QueueCursor {
  const cursor = decodeQueueCursor(text);
  if (cursor === null) throw new ValidationFailedError({ cursor: ['cursor must be the nextCursor of another page'] });
  return cursor;
}
