import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { QueuePosition } from './queue-cursor.js';
import { queueSql, type QueueWindow } from './queue-sql.js';
import type { QueuePoint } from './queues.dto.js';

/** SQL that reads queue rows, always of a window of time: only its partitions are read. */
@Injectable()
export class QueueHistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In time order; rows of one instant by ride and type. */
  async findRows(window: QueueWindow, after: QueuePosition | null, limit: number): Promise<QueuePoint[]> {
    return this.dataSource.manager.query<QueuePoint[]>(queueSql(window, after, limit));
  }
}
