import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { type Month, monthOf } from '../../../common/time/months.js';
import {
  FUTURE_PARTITION,
  PARTITIONED_TABLES,
  PAST_PARTITION,
  type PartitionedTable,
  layoutOf,
} from './partition-plan.js';
import { type PartitionSize, PartitionRepository } from './partition.sql.js';

/** The partitions of a table and their content. */
export interface PartitionStatus {
  table: PartitionedTable;
  /** Empty if the table is not partitioned. */
  partitions: PartitionSize[];
  /** First and last month with its own partition; null if there is none. */
  months: { first: Month; last: Month } | null;
  /** Months after the current one that have a partition. */
  monthsAhead: number;
  /** Rows outside every month, counted exactly: both should be 0. */
  catchAllRows: { past: number; future: number };
}

@Injectable()
export class PartitionStatusService {
  constructor(
    private readonly repository: PartitionRepository,
    private readonly clock: Clock,
  ) {}

  /** The number of months after the current one that have a partition, for the table with the fewest. Counts no rows. */
  async monthsAhead(): Promise<number> {
    const current = monthOf(this.clock.now().getTime());
    const ahead: number[] = [];
    for (const table of PARTITIONED_TABLES) {
      const names = (await this.repository.findPartitions(table)).map(({ name }) => name);
      ahead.push(layoutOf(names).months.filter((month) => month > current).length);
    }
    return Math.min(...ahead);
  }

  async status(): Promise<PartitionStatus[]> {
    const current = monthOf(this.clock.now().getTime());
    const statuses: PartitionStatus[] = [];
    for (const table of PARTITIONED_TABLES) statuses.push(await this.ofTable(table, current));
    return statuses;
  }

  private async ofTable(table: PartitionedTable, current: Month): Promise<PartitionStatus> {
    const partitions = await this.repository.findPartitions(table);
    const names = partitions.map(({ name }) => name);
    const { months } = layoutOf(names);
    const [first, last] = [months.at(0), months.at(-1)];
    const rowsIn = (name: string) => (names.includes(name) ? this.repository.countRows(table, name) : 0);
    return {
      table,
      partitions,
      months: first === undefined || last === undefined ? null : { first, last },
      monthsAhead: months.filter((month) => month > current).length,
      catchAllRows: { past: await rowsIn(PAST_PARTITION), future: await rowsIn(FUTURE_PARTITION) },
    };
  }
}
