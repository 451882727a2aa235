import { Injectable } from '@nestjs/common';
import type { StorageUnit } from './storage-figures.js';
import { SystemTablesRepository } from './system-tables.repository.js';
import { unitsOf } from './tablespaces.js';

export interface ReadSizes {
  units: StorageUnit[];
  /** Why some sizes are the statistics' and not those of files; null where all are. */
  note: string | null;
}

/** What every table and partition takes on disk, now. Milliseconds; counts no row. */
@Injectable()
export class UnitSizes {
  constructor(private readonly repository: SystemTablesRepository) {}

  async read(): Promise<ReadSizes> {
    const statistics = await this.repository.findStatistics();
    const { tablespaces, note } = await this.repository.findTablespaces();
    const units = unitsOf(statistics, tablespaces);
    const shared = units.filter(({ sizeSource }) => sizeSource !== 'FILE').map(({ table }) => table);
    if (tablespaces === null || shared.length === 0) return { units, note };
    return { units, note: `no file of their own (innodb_file_per_table): ${[...new Set(shared)].join(', ')}` };
  }
}
