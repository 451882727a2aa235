import { DomainError } from '../../../common/domain-error.js';
import { type ActiveLease, activeLeaseText } from '../../jobs/job-lease.entity.js';
import type { CycleMetrics } from '../../metrics/metrics.service.js';
import type { LiveIssue, LiveReason } from '../live-response/live-response.js';

/** Entries of an answer that were refused for the same reason. */
export interface RefusedEntities {
  reason: LiveReason;
  /** Path inside the entry, such as `status`. */
  field: string;
  entities: number;
}

export function refusedEntities(issues: readonly LiveIssue[]): RefusedEntities[] {
  const groups = new Map<string, RefusedEntities>();
  for (const { reason, field, rejected } of issues) {
    if (!rejected) continue;
    const key = `${reason} ${field}`;
    const group = groups.get(key) ?? { reason, field, entities: 0 };
    groups.set(key, { ...group, entities: group.entities + 1 });
  }
  return [...groups.values()];
}

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

/** Another cycle is at work, in this process or another one. */
export class CollectionInProgressError extends DomainError {
  constructor(hold: ActiveLease | null) {
    super('COLLECTION_IN_PROGRESS', `A collection cycle is running already${activeLeaseText(hold)}`);
  }
}

export class UnknownDestinationError extends DomainError {
  constructor(destinationId: string) {
    super('DESTINATION_NOT_FOUND', `The catalogue has no destination ${destinationId}`, { destinationId });
  }
}

/** The run was closed by somebody else: this process had been given up. Nothing of its transaction may stay. */
export class RunTakenOverError extends DomainError {
  constructor(runId: number) {
    super('INTERNAL_ERROR', `Run ${runId} was closed by another process`, { runId });
  }
}
