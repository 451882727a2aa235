import Table from 'cli-table3';
import { count, plural } from '../common/text.js';
import type { PartitionSize } from '../modules/snapshots/partitions/partition.sql.js';
import type { PartitionStatus } from '../modules/snapshots/partitions/partition-status.service.js';

const MIB = 1024 * 1024;

/** One line per table; with `detailed`, also one per partition. */
export function partitionsText(statuses: readonly PartitionStatus[], detailed: boolean): string {
  return statuses
    .flatMap((status) => [
      ...(detailed && status.partitions.length > 0 ? [tableOf(status.partitions)] : []),
      summaryOf(status),
    ])
    .join('\n');
}

function tableOf(partitions: readonly PartitionSize[]): string {
  const table = new Table({
    head: ['partition', 'rows (estimate)', 'data MiB', 'index MiB'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...partitions.map(({ name, rowsEstimate, dataBytes, indexBytes }) => [
      name,
      count(rowsEstimate),
      (dataBytes / MIB).toFixed(1),
      (indexBytes / MIB).toFixed(1),
    ]),
  );
  return table.toString();
}

function summaryOf({ table, partitions, months, monthsAhead, catchAllRows }: PartitionStatus): string {
  if (months === null) return `${table}: not partitioned (npm run partitions -- apply)`;
  const { past, future } = catchAllRows;
  const stray =
    past + future === 0
      ? 'the catch-alls are empty'
      : `${plural(past, 'row')} in p_past and ${plural(future, 'row')} in p_future (npm run partitions -- ensure)`;
  return (
    `${table}: ${plural(partitions.length, 'partition')}, ${months.first} to ${months.last}, ` +
    `${plural(monthsAhead, 'month')} ahead; ${stray}`
  );
}
