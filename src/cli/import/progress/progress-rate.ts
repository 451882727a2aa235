import type { ImportTotals } from '../../../modules/import/import-record.js';

/** The progress of an import. */
export interface RateOfProgress {
  filesDone: number;
  filesTotal: number;
  /** Average since the start of this run. */
  eventsPerSecond: number;
  /** Null before the first file. */
  etaSeconds: number | null;
}

/** Measures one run. The earlier files of a resumed import count as done, but not for the speed. */
export class ProgressRate {
  constructor(
    private readonly before: Pick<ImportTotals, 'filesDone' | 'read'>,
    private readonly startedMs: number,
  ) {}

  measure(totals: Pick<ImportTotals, 'filesDone' | 'read'>, filesTotal: number, nowMs: number): RateOfProgress {
    const seconds = (nowMs - this.startedMs) / 1000;
    const files = totals.filesDone - this.before.filesDone;
    return {
      filesDone: totals.filesDone,
      filesTotal,
      eventsPerSecond: seconds > 0 ? Math.round((totals.read - this.before.read) / seconds) : 0,
      etaSeconds: files > 0 ? Math.round((seconds / files) * Math.max(0, filesTotal - totals.filesDone)) : null,
    };
  }
}
