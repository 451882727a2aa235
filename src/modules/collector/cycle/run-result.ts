import { DomainError } from '../../../common/domain-error.js';
import { type ActiveLease, activeLeaseText } from '../../jobs/job-lease.entity.js';
import type { CycleMetrics } from '../../metrics/metrics.service.js';
import type { LiveIssue, LiveReason } from '../live-response/live-response.js';

/** Entries of a response that were rejected for the same reason. */
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

/** Why a destination has no observation in a run although nothing failed. Stable codes, stored and shown. */
export type SkippedReason =
  /** The clock was ahead of the database clock, so the response was not stored. */
  | 'CLOCK_AHEAD'
  /** The response was not newer than a stored one, so it was not stored. */
  | 'OVERTAKEN'
  /** The cycle was stopped. */
  | 'ABORTED'
  /** The cycle reached its time limit before this destination. */
  | 'NOT_REACHED'
  /** The process of the cycle died. */
  | 'INTERRUPTED';

/** The result of one destination in one run. */
export interface DestinationResult {
  startedAt: Date;
  finishedAt: Date;
  /** Null: nothing was stored; `errorCode` has the reason. */
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

/** The result of a whole run. */
export interface CycleReport extends CycleMetrics {
  runId: number;
  entitiesRead: number;
  entitiesCreated: number;
  /** The run was stopped, or reached its time limit. */
  wasAborted: boolean;
  failures: { destinationId: string; name: string; errorCode: string; error: string | null; attempts: number }[];
  /** Rejected entities by destination and reason. */
  refused: ({ destinationId: string; name: string } & RefusedEntities)[];
}

/** Another cycle is in progress, in this process or another one. */
export class CollectionInProgressError extends DomainError {
  constructor(hold: ActiveLease | null) {
    super('COLLECTION_IN_PROGRESS', `A collection cycle is already running${activeLeaseText(hold)}`);
  }
}

export class UnknownDestinationError extends DomainError {
  constructor(destinationId: string) {
    super('DESTINATION_NOT_FOUND', `The catalogue has no destination ${destinationId}`, { destinationId });
  }
}

/** Another process closed the run, because this one was considered dead. Its transaction must be rolled back. */
export class RunTakenOverError extends DomainError {
  constructor(runId: number) {
    super('INTERNAL_ERROR', `Run ${runId} was closed by another process`, { runId });
  }
}
