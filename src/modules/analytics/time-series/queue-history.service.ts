import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { Clock } from '../../../common/time/clock.js';
import { CanonicalGroups } from '../../catalog/canonical-groups.service.js';
import { pageWindow } from './history-page.js';
import type { QueuePoint, QueuesQuery, RideQueues } from './queue-history.dto.js';
import {
  encodeQueueCursor,
  mergedQueues,
  type QueueCursor,
  QueueHistoryRepository,
  type QueueWindow,
  readQueueCursor,
} from './queue-history.sql.js';

/** The history of the extended queues of a ride including linked rides, as returned by the public API. */
@Injectable()
export class QueueHistoryService {
  constructor(
    private readonly canonicalGroups: CanonicalGroups,
    private readonly repository: QueueHistoryRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws RideNotFoundError, DateRangeError, ValidationFailedError */
  async ofRide(rideId: number, query: QueuesQuery): Promise<RideQueues> {
    const { queueType = null, limit } = query;
    const after = query.cursor === undefined ? null : readQueueCursor(query.cursor);
    const { fromMs, toMs } = pageWindow(query, after, this.clock.now());
    const { requestedRideId, canonicalRideId, rideIds } = await this.canonicalGroups.of(rideId);
    const own = await this.repository.findRows({ rideIds, queueType, fromMs, toMs }, after, limit + 1);
    const entities = await this.entityRows(canonicalRideId, { queueType, fromMs, toMs }, after, limit + 1);
    const rows = entities.length === 0 ? own : mergedQueues([own, ...entities], limit + 1);
    const data = rows.slice(0, limit);
    const last = rows.length > limit ? data.at(-1) : undefined;
    const nextCursor = last
      ? encodeQueueCursor({ ...last, recordedAtMs: last.recordedAt.getTime(), fromMs, toMs })
      : null;
    const [from, to] = [new Date(fromMs), new Date(toMs)];
    return { requestedRideId, canonicalRideId, from, to, data, page: { limit, nextCursor } };
  }

  /** Entities that were declared to be queues of the ride, by queue type. */
  private async entityRows(
    rideId: number,
    { queueType, ...window }: Omit<QueueWindow, 'rideIds'>,
    after: QueueCursor | null,
    limit: number,
  ): Promise<QueuePoint[][]> {
    const entities = await this.canonicalGroups.queueEntitiesOf([rideId]);
    const wanted = entities.filter((entity) => queueType === null || entity.queueType === queueType);
    return Promise.all(
      [...groupBy(wanted, (entity) => entity.queueType)].map(([type, members]) => {
        const rideIds = members.map((entity) => entity.rideId);
        return this.repository.findEntityRows({ ...window, rideIds, queueType: null }, type, after, limit);
      }),
    );
  }
}
