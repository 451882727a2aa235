import { sum } from '../../../common/collections/sum.js';
import { bytesOf, isExact } from '../measure/storage-figures.js';
import type { PartitionMetric, TablePartitions } from '../partitions/partition-figures.js';
import type { PartitionView, PartitionedTableView, StoragePartitionsView } from './dto/storage-partitions.dto.js';

export function partitionsView(tables: readonly TablePartitions[], monthsAheadWanted: number): StoragePartitionsView {
  const views = tables.map(tableView);
  return {
    monthsAhead: Math.min(...views.map(({ monthsAhead }) => monthsAhead)),
    monthsAheadWanted,
    catchAllRows: sum(views.map(({ catchAllRows }) => catchAllRows)),
    tables: views,
  };
}

function tableView({ table, partitions, months, monthsAhead, ...rest }: TablePartitions): PartitionedTableView {
  return {
    table,
    isPartitioned: partitions.length > 0,
    partitionCount: partitions.length,
    partitionsNeeded: rest.partitionsNeeded,
    firstMonth: months?.first ?? null,
    lastMonth: months?.last ?? null,
    monthsAhead,
    catchAllRows: rest.catchAllRows.past + rest.catchAllRows.future,
    rows: sum(partitions.map(({ rows }) => rows)),
    totalBytes: sum(partitions.map(bytesOf)),
    partitions: partitions.map(partitionView),
  };
}

function partitionView({ rowSource, ...partition }: PartitionMetric): PartitionView {
  return {
    ...partition,
    rowCountExact: isExact(rowSource),
    rowCountSource: rowSource,
    totalBytes: bytesOf(partition),
  };
}
