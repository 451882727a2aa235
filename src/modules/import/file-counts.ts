import { type ImportFileCounts, type ImportTotals, NO_TOTALS } from './import-record.js';

interface RowCounts {
  stored: number;
  duplicates: number;
  queueRowsStored: number;
}

/**
 * The rows of a file that the same import has done before, in another version. What it had stored itself is found there
 * now and would count as duplicate, so that `stored` of the import would shrink although its rows are all there: such
 * rows count as stored again, at most as many as it had stored. The sum of stored and duplicate stays.
 */
export function withRegained(written: RowCounts, queueRows: number, before: ImportFileCounts | undefined): RowCounts {
  const rows = Math.min(written.duplicates, before?.stored ?? 0);
  const queues = Math.min(queueRows - written.queueRowsStored, before?.queueRowsStored ?? 0);
  return {
    stored: written.stored + rows,
    duplicates: written.duplicates - rows,
    queueRowsStored: written.queueRowsStored + queues,
  };
}

/** What the files add to the totals: a file done again counts by the difference. */
export function addedTotals(
  files: readonly ImportFileCounts[],
  doneBefore: ReadonlyMap<string, ImportFileCounts>,
): ImportTotals {
  const added = { ...NO_TOTALS };
  for (const file of files) {
    const before = doneBefore.get(file.objectKey);
    added.filesDone += before === undefined ? 1 : 0;
    added.read += file.read - (before?.read ?? 0);
    added.stored += file.stored - (before?.stored ?? 0);
    added.duplicate += file.duplicate - (before?.duplicate ?? 0);
    added.rejected += file.rejected - (before?.rejected ?? 0);
    added.queueRowsStored += file.queueRowsStored - (before?.queueRowsStored ?? 0);
    added.errorsEncountered += defectsOf(file) - defectsOf(before);
  }
  return added;
}

const defectsOf = (file: ImportFileCounts | undefined): number => (file?.defect ? 1 : 0);
