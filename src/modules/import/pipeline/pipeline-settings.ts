import type { AppConfig } from '../../../common/config/app-config.js';
import { EARLIEST_MONTH, monthStartMs } from '../../snapshots/partitions/partition-plan.js';
import type { ParseOptions } from '../parser/parsed-file.js';
import type { PipelineOptions } from './file-pipeline.js';
import { DAY_MS } from '../../../common/time/durations.js';

/** An event may be stamped a little ahead of our clock; two days ahead it is a defect. */
const MAX_AHEAD_MS = 2 * DAY_MS;
/** An event may come into a later file, even much later; more than a year from its file's day it is a defect. */
const MAX_FROM_FILE_DAY_MS = 366 * DAY_MS;
const MIB = 1024 * 1024;

/** How files are read, for a run and for a dry run alike. */
export function pipelineSettings(
  config: AppConfig,
  nowMs: number,
  onlyParkId: string | null,
): Pick<PipelineOptions, 'parse' | 'prepare' | 'prefetch'> {
  return {
    parse: (fileDay) => ({
      fileDay,
      onlyParkId,
      ...instantsOf(fileDay, nowMs),
      maxInflatedBytes: config.ARCHIVE_MAX_INFLATED_MB * MIB,
    }),
    prepare: {
      batchSize: config.IMPORT_BATCH_SIZE,
      dayStartMinutes: config.parkDayStartMinutes,
      reachMs: config.observationReachMs,
    },
    prefetch: config.IMPORT_PREFETCH_FILES,
  };
}

/**
 * Which instants the events of a file may have. Bounded by its day: one absurd stamp would otherwise create a partition
 * for every month in between, for good.
 */
export function instantsOf(fileDay: string, nowMs: number): Pick<ParseOptions, 'minInstantMs' | 'maxInstantMs'> {
  const dayMs = Date.parse(`${fileDay}T00:00:00Z`);
  return {
    minInstantMs: Math.max(dayMs - MAX_FROM_FILE_DAY_MS, monthStartMs(EARLIEST_MONTH)),
    maxInstantMs: Math.min(dayMs + DAY_MS + MAX_FROM_FILE_DAY_MS, nowMs + MAX_AHEAD_MS),
  };
}
