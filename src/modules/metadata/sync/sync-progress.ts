export interface SyncFailure {
  /** Null: a whole destination failed. */
  rideId: number | null;
  themeparksWikiId: string;
  name: string;
  reason: string;
}

/** Progress and results of a synchronisation so far. */
export interface SyncProgress {
  syncId: number;
  destinationsTotal: number;
  destinationsDone: number;
  ridesTotal: number;
  ridesDone: number;
  ridesChanged: number;
  /** Failed destinations and rides; their known values are kept. */
  failed: number;
  /** Known values that the source no longer reports. */
  valuesKept: number;
  /** Impossible values; each has a finding. */
  valuesRefused: number;
  /** The first {@link SHOWN_FAILURES} failures. */
  failures: SyncFailure[];
}

const SHOWN_FAILURES = 20;

export function beginProgress(syncId: number, destinationsTotal: number, ridesTotal: number): SyncProgress {
  return {
    syncId,
    destinationsTotal,
    destinationsDone: 0,
    ridesTotal,
    ridesDone: 0,
    ridesChanged: 0,
    failed: 0,
    valuesKept: 0,
    valuesRefused: 0,
    failures: [],
  };
}

export function addFailure(progress: SyncProgress, failure: SyncFailure): void {
  progress.failed++;
  if (progress.failures.length < SHOWN_FAILURES) progress.failures.push(failure);
}

/** One line, stored as the result of the job. */
export function describeProgress(progress: SyncProgress): string {
  const { ridesDone, ridesTotal, ridesChanged, destinationsTotal, failed, valuesKept, valuesRefused } = progress;
  return (
    `${ridesDone} of ${ridesTotal} rides of ${destinationsTotal} destinations: ${ridesChanged} changed, ` +
    `${valuesKept} values kept, ${valuesRefused} refused; ${failed} failed`
  );
}
