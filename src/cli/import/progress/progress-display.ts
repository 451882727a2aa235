import type { ImportProgress, ImportRecord } from '../../../modules/import/import-record.js';

/** Shows running imports; several may run at once. */
export interface ProgressDisplay {
  begin(record: ImportRecord): void;
  update(progress: ImportProgress): void;
  end(importId: string): void;
  /** Prints a line without breaking the bars. */
  line(text: string): void;
  close(): void;
}

/** The last UTC day of the files that were completed last. */
export function currentDay({ files }: ImportProgress): string {
  return files.at(-1)?.fileDate ?? '';
}
