import type { CycleMetrics } from '../../metrics/metrics.service.js';
import type { RefusedEntities } from './refused-entities.js';

/** Why a destination has no observation in a run although nothing failed. Stable words: stored and shown. */
export type SkippedReason =
  /** The clock was ahead of that of the database: nothing of the answer was stored. */
  | 'CLOCK_AHEAD'
  /** Its answer was not newer than one that is stored: nothing of it was. */
  | 'OVERTAKEN'
  /** The cycle was told to stop. */
  | 'ABORTED'
  /** The cycle's time was up before its turn. */
  | 'NOT_REACHED'
  /** The process of the cycle died. */
  | 'INTERRUPTED';

/** What became of one destination in one run. */
export interface DestinationResult {
  startedAt: Date;
  finishedAt: Date;
  /** Null: nothing was stored, `errorCode` says why. */
  observedAtMs: number | null;
  httpStatus: number | null;
  attempts: number;
  entitiesRead: number;
  entitiesRejected: number;
  rowsWritten: number;
  rowsExtended: number;
  errorCode: string | null;
  error: string | null;
}

/** A whole run, as it ended. */
export interface CycleReport extends CycleMetrics {
  runId: number;
  entitiesRead: number;
  entitiesCreated: number;
  /** Told to stop, or out of time for some destinations. */
  wasAborted: boolean;
  failures: { destinationId: string; name: string; errorCode: string; error: string | null; attempts: number }[];
  /** Why entities were refused, by destination and reason. */
  refused: ({ destinationId: string; name: string } & RefusedEntities)[];
}
