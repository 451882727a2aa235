import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { addMonths, monthOf } from '../../snapshots/partitions/partition-plan.js';
import { PartitionStatusService } from '../../snapshots/partitions/partition-status.service.js';
import { MetricRepository } from '../measure/metric.repository.js';
import { type StorageMetricRow, type StorageUnit } from '../measure/storage-figures.js';
import { UnitSizes } from '../measure/unit-sizes.js';
import { type TablePartitions, tablePartitions } from './partition-figures.js';

/** The partitions as they are now; their rows as they were measured last, or estimated where they were not. */
@Injectable()
export class PartitionMetricsService {
  constructor(
    private readonly status: PartitionStatusService,
    private readonly sizes: UnitSizes,
    private readonly metrics: MetricRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<TablePartitions[]> {
    const { units } = await this.sizes.read();
    const measured = await this.metrics.findLatest();
    const current = monthOf(this.clock.now().getTime());
    const wanted = {
      firstMonth: `${this.config.ARCHIVE_FIRST_YEAR}-01`,
      lastMonth: addMonths(current, this.config.PARTITION_MONTHS_AHEAD),
    };
    return (await this.status.status()).map((status) => {
      const ofTable = units.filter(({ table, partition }) => table === status.table && partition !== '');
      return tablePartitions(
        status,
        ofTable.map((unit) => withRows(unit, measured)),
        wanted,
      );
    });
  }
}

function withRows(unit: StorageUnit, measured: readonly StorageMetricRow[]): StorageMetricRow {
  const known = measured.find(({ table, partition }) => table === unit.table && partition === unit.partition);
  const { rows, rowSource } = known ?? { rows: unit.rowsEstimate, rowSource: 'ESTIMATED' as const };
  return { ...unit, rows, rowSource };
}
