import { JUST_NOW, type StorageUnit } from './storage-metrics.js';

/** What the server's statistics say of a partition, or of a table that has none. */
export interface UnitStatistics {
  table: string;
  partition: string;
  rowsEstimate: number;
  dataBytes: number;
  indexBytes: number;
  freeBytes: number;
  /** As text, to be compared only; null where the server does not know. */
  updatedAt: string | null;
  /** So lately that another change may still fall into the same second. */
  updatedJustNow: boolean;
}

export interface Tablespace {
  fileBytes: number;
  /** Less than the file where pages are compressed and the file has holes; 0 or null where the server does not say. */
  allocatedBytes: number | null;
}

/** Tablespaces by {@link tablespaceKey}. */
export type Tablespaces = ReadonlyMap<string, Tablespace>;

/** MariaDB writes `#P#`, MySQL `#p#`. */
export function tablespaceKey(table: string, partition: string): string {
  return (partition === '' ? table : `${table}#p#${partition}`).toLowerCase();
}

/** `schema/table#P#partition` as a key, without the schema. */
export function keyOfTablespace(name: string): string {
  return name.slice(name.indexOf('/') + 1).toLowerCase();
}

/** A schema's name as the names of its files have it: all but letters, digits and `_` as `@` and four hex digits. */
export function fileNameOf(schema: string): string {
  return schema.replace(/[^0-9A-Za-z_]/g, (char) => `@${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `tablespaces` is null where the server does not let us see them: sizes are then those of the statistics. */
export function unitsOf(statistics: readonly UnitStatistics[], tablespaces: Tablespaces | null): StorageUnit[] {
  let precedingUpdate: string | null = null;
  return statistics.map((row) => {
    // MariaDB shows the time of the preceding partition where it knows none: a repeated time says nothing,
    // nor does that of a partition that changed in the same second as the one before.
    const isRepeated = row.partition !== '' && row.updatedAt === precedingUpdate;
    precedingUpdate = row.updatedAt;
    const updateMark = isRepeated ? null : row.updatedJustNow ? JUST_NOW : row.updatedAt;
    const tablespace = tablespaces?.get(tablespaceKey(row.table, row.partition));
    const { table, partition, rowsEstimate } = row;
    const unit = { table, partition, rowsEstimate, updateMark };
    return tablespace === undefined
      ? { ...unit, ...statisticsOf(row), fileBytes: null }
      : { ...unit, ...splitFile(row, tablespace), fileBytes: tablespace.fileBytes };
  });
}

const statisticsOf = ({ dataBytes, indexBytes, freeBytes }: UnitStatistics) => {
  return { dataBytes, indexBytes, freeBytes, sizeSource: 'STATISTICS' as const };
};

/**
 * The bytes on disk are exact; how they divide between data and indexes follows the statistics' proportion. The free
 * extents of a file are known exactly too; in a file with holes they take no room.
 */
function splitFile({ dataBytes, indexBytes, freeBytes }: UnitStatistics, { fileBytes, allocatedBytes }: Tablespace) {
  const hasHoles = allocatedBytes !== null && allocatedBytes > 0 && allocatedBytes < fileBytes;
  const total = hasHoles ? allocatedBytes : fileBytes;
  const free = hasHoles ? 0 : Math.min(freeBytes, total);
  const known = dataBytes + indexBytes;
  const index = known === 0 ? 0 : Math.round((total - free) * (indexBytes / known));
  return { dataBytes: total - free - index, indexBytes: index, freeBytes: free, sizeSource: 'FILE' as const };
}
