import type { AppConfig } from '../../../common/config/app-config.js';
import { EARLIEST_MONTH, monthStartMs } from '../../snapshots/partitions/partition-plan.js';
import type { PipelineOptions } from './file-pipeline.js';

/** An event may be stamped a little ahead of our clock; two days ahead it is a defect. */
const MAX_AHEAD_MS = 2 * 86_400_000;
const MIB = 1024 * 1024;

/** How files are read, for a run and for a dry run alike. */
export function pipelineSettings(
  config: AppConfig,
  nowMs: number,
  onlyParkId: string | null,
): Pick<PipelineOptions, 'parse' | 'prepare' | 'prefetch'> {
  return {
    parse: {
      onlyParkId,
      minInstantMs: monthStartMs(EARLIEST_MONTH),
      maxInstantMs: nowMs + MAX_AHEAD_MS,
      maxInflatedBytes: config.ARCHIVE_MAX_INFLATED_MB * MIB,
    },
    prepare: {
      batchSize: config.IMPORT_BATCH_SIZE,
      dayStartMinutes: config.parkDayStartMinutes,
      holdMs: config.ARCHIVE_MAX_HOLD_MINUTES * 60_000,
    },
    prefetch: config.IMPORT_PREFETCH_FILES,
  };
}
