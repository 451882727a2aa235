import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { PartitionedTable } from './partition-plan.js';

export interface PartitionSize {
  name: string;
  /** The server's estimate. */
  rowsEstimate: number;
  dataBytes: number;
  indexBytes: number;
}

/** SQL that looks at partitions and changes nothing. */
@Injectable()
export class PartitionStatusRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In order of their months; empty where the table is not partitioned. */
  async findPartitions(table: PartitionedTable): Promise<PartitionSize[]> {
    const rows = await this.dataSource.manager.query<PartitionSize[]>(
      `SELECT PARTITION_NAME AS name, TABLE_ROWS AS rowsEstimate, DATA_LENGTH AS dataBytes, INDEX_LENGTH AS indexBytes
         FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
        ORDER BY PARTITION_ORDINAL_POSITION`,
      [table],
    );
    return rows.map(({ name, ...sizes }) => ({
      name,
      rowsEstimate: Number(sizes.rowsEstimate),
      dataBytes: Number(sizes.dataBytes),
      indexBytes: Number(sizes.indexBytes),
    }));
  }

  /** Exact; reads the whole partition. */
  async countRows(table: PartitionedTable, partition: string): Promise<number> {
    const [row] = await this.dataSource.manager.query<{ count: number }[]>(
      `SELECT COUNT(*) AS count FROM ${table} PARTITION (${partition})`,
    );
    return Number(row!.count);
  }
}
