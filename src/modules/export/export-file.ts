import type { ExportRequest } from './export.service.js';

/** A file that is made while it is read. */
export interface ExportFile {
  contentType: string;
  fileName: string;
  chunks: AsyncIterable<string | Uint8Array>;
  /** Rows that are in the file so far. */
  rows(): number;
  /** Aborts when it must end, though it is not complete. */
  signal: AbortSignal;
  /** Lets go of what the file holds; to be called however it ended. */
  close(): Promise<void>;
}

/** `snapshots-park-7-20240101T000000Z-20240201T000000Z.csv`: nothing in it needs quoting anywhere. */
export function fileNameOf({ dataset, target, fromMs, toMs, format }: ExportRequest): string {
  const of = 'parkId' in target ? `park-${target.parkId}` : `ride-${target.rideId}`;
  return `${dataset.name}-${of}-${compact(fromMs)}-${compact(toMs)}.${format}`;
}

const compact = (instantMs: number): string =>
  `${new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
