import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { QueueType } from '../../snapshots/observations.js';
import { mergedQueues } from './merged-queues.js';
import type { QueuePosition } from './queue-cursor.js';
import { entityQueueSql, queueSql, type QueueWindow } from './queue-sql.js';
import type { QueuePoint } from './queues.dto.js';

/** SQL that reads queue rows, always of a window of time: only its partitions are read. */
@Injectable()
export class QueueHistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In time order; rows of one instant by ride and type. */
  async findRows(window: QueueWindow, after: QueuePosition | null, limit: number): Promise<QueuePoint[]> {
    return this.dataSource.manager.query<QueuePoint[]>(queueSql(window, after, limit));
  }

  /** What entities that are a queue of another ride posted of it, in the same order. */
  async findEntityRows(
    window: QueueWindow,
    queueType: QueueType,
    after: QueuePosition | null,
    limit: number,
  ): Promise<QueuePoint[]> {
    const { manager } = this.dataSource;
    const asStandby = await manager.query<QueuePoint[]>(entityQueueSql(window, queueType, after, limit));
    const asQueue = await manager.query<QueuePoint[]>(queueSql({ ...window, queueType }, after, limit));
    return mergedQueues([asStandby, asQueue], limit);
  }
}
