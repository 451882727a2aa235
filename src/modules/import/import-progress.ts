import type { ImportFileCounts, ImportTotals } from './import-record.js';

/** What a running import tells whoever watches it in the same process; called after each commit. */
export interface ImportProgress {
  importId: string;
  filesTotal: number;
  totals: ImportTotals;
  /** Files of the last commit. */
  files: readonly ImportFileCounts[];
}

export type ProgressListener = (progress: ImportProgress) => void;

/** How a run of an import ended. `interrupted`: told to stop, the checkpoint stands and another run can continue. */
export type RunResult = 'completed' | 'paused' | 'cancelled' | 'failed' | 'interrupted' | 'lease-lost';
