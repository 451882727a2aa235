import { JUST_NOW, type StorageUnit } from './storage-metrics.js';

/** The server's statistics of a partition, or of a table without partitions. */
export interface UnitStatistics {
  table: string;
  partition: string;
  rowsEstimate: number;
  dataBytes: number;
  indexBytes: number;
  freeBytes: number;
  /** As text, only for comparison; null if unknown. */
  updatedAt: string | null;
  /** So recent that another change may still fall into the same second. */
  updatedJustNow: boolean;
}

export interface Tablespace {
  fileBytes: number;
  /** Smaller than the file if compressed pages have left holes in it; 0 or null if the server does not report it. */
  allocatedBytes: number | null;
  /** Free extents within the file; null if only the statistics of the table report them. */
  freeBytes: number | null;
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

/** @param tablespaces null if they are not accessible; sizes then come from the statistics */
export function unitsOf(statistics: readonly UnitStatistics[], tablespaces: Tablespaces | null): StorageUnit[] {
  let precedingUpdate: string | null = null;
  return statistics.map((row) => {
    // MariaDB repeats the update time of the preceding partition if it has none, so a repeated time is ignored, even if
    // both partitions did change in the same second.
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
 * The bytes on disk are exact; they are divided between data and indexes in proportion to the statistics. The free extents
 * of a file are exact too; in a file with holes they use no space.
 */
function splitFile({ dataBytes, indexBytes, ...row }: UnitStatistics, file: Tablespace) {
  const { fileBytes, allocatedBytes, freeBytes } = file;
  const hasHoles = allocatedBytes !== null && allocatedBytes > 0 && allocatedBytes < fileBytes;
  const total = hasHoles ? allocatedBytes : fileBytes;
  const free = hasHoles ? 0 : Math.min(freeBytes ?? row.freeBytes, total);
  const known = dataBytes + indexBytes;
  const index = known === 0 ? 0 : Math.round((total - free) * (indexBytes / known));
  return { dataBytes: total - free - index, indexBytes: index, freeBytes: free, sizeSource: 'FILE' as const };
}
