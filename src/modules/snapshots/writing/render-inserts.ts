import type { DataSource } from '../observations.js';
import type { ObservationSet } from './observation-set.js';
import { queueInserts, snapshotInserts } from './observation.sql.js';

/** The INSERT statements of a set of observations. */
export interface RenderedInserts {
  snapshots: readonly string[];
  queues: readonly string[];
}

/** For threads that have no database: they do the expensive work, and the thread with the connection sends the statements. */
export function renderInserts(set: ObservationSet, source: DataSource, batchSize: number): RenderedInserts {
  return { snapshots: snapshotInserts(set, source, batchSize), queues: queueInserts(set.queues, source, batchSize) };
}
