export interface SyncFailure {
  /** Null: of a whole destination. */
  rideId: number | null;
  themeparksWikiId: string;
  name: string;
  reason: string;
}

/** How far a synchronisation is, and what it has done so far. */
export interface SyncProgress {
  syncId: number;
  destinationsTotal: number;
  destinationsDone: number;
  ridesTotal: number;
  ridesDone: number;
  ridesChanged: number;
  /** Of destinations and rides; what is known of them stays. */
  failed: number;
  /** Known values of which the source no longer says anything. */
  valuesKept: number;
  /** Values that cannot be: each is an issue. */
  valuesRefused: number;
  /** The first ones. */
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

/** In one line, as it is kept of the job. */
export function describeProgress(progress: SyncProgress): string {
  const { ridesDone, ridesTotal, ridesChanged, destinationsTotal, failed, valuesKept, valuesRefused } = progress;
  return (
    `${ridesDone} of ${ridesTotal} rides of ${destinationsTotal} destinations: ${ridesChanged} changed, ` +
    `${valuesKept} values kept, ${valuesRefused} refused; ${failed} failed`
  );
}
