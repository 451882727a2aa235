import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { StorageRowCount } from '../storage-metric.entity.js';
import { namingMissingTable } from '../table-missing.js';
import type { KnownCount } from './count-plan.js';
import type { StorageUnit } from './storage-metrics.js';

const ROWS_PER_INSERT = 200;

/** A new exact count. */
export interface NewCount {
  unit: Pick<StorageUnit, 'table' | 'partition'>;
  known: KnownCount;
}

/** Rows of storage_row_counts: the last exact counts. */
@Injectable()
export class KnownCountRepository {
  constructor(@InjectRepository(StorageRowCount) private readonly counts: Repository<StorageRowCount>) {}

  /** Keyed by `table/partition`. */
  async findAll(): Promise<Map<string, KnownCount>> {
    const rows = await namingMissingTable(this.counts.find());
    return new Map(rows.map((row) => [`${row.tableName}/${row.partitionName}`, knownOf(row)]));
  }

  async keep(counts: readonly NewCount[], countedAt: Date): Promise<void> {
    for (const chunk of chunksOf(counts, ROWS_PER_INSERT)) {
      const rows = chunk.map((count) => ({ ...rowOf(count), countedAt }));
      await namingMissingTable(this.counts.upsert(rows, ['tableName', 'partitionName']));
    }
  }
}

function knownOf({ rowCount, fileBytes, rowsEstimate, updateMark, importMark }: StorageRowCount): KnownCount {
  return {
    rows: Number(rowCount),
    fileBytes: fileBytes === null ? null : Number(fileBytes),
    rowsEstimate: Number(rowsEstimate),
    updateMark,
    importMark,
  };
}

function rowOf({ unit, known }: NewCount): Omit<StorageRowCount, 'countedAt'> {
  const { rows, fileBytes, rowsEstimate, updateMark, importMark } = known;
  return {
    tableName: unit.table,
    partitionName: unit.partition,
    rowCount: String(rows),
    fileBytes: fileBytes === null ? null : String(fileBytes),
    rowsEstimate: String(rowsEstimate),
    updateMark,
    importMark,
  };
}
