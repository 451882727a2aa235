import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertInvalidatedDays, invalidateLaterDays } from './invalidated-day.sql.js';
import { diffWithStored } from './diff-with-stored.js';
import { type ConflictPolicy, diffQueues, diffSnapshots, type StoredSnapshot } from './observation-diff.js';
import type { ObservationInstant, ObservationKeys } from './observation-ranges.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';
import type { LoadableRows } from './load-rows.js';
import { newestByRide, newestQueues } from './newest-rows.js';
import { queueCountOf } from './packed-queues.js';
import type { RenderedInserts } from './render-inserts.js';
import { queueInserts, snapshotInserts } from './observation.sql.js';
import { ObservationRepository } from './observation.repository.sql.js';
import type { DataSource } from '../observations.js';
import type { ParkDay } from '../touched-days.js';

export interface WriteRequest {
  set: ObservationSet;
  source: DataSource;
  policy: ConflictPolicy;
  /** Rows per INSERT. */
  batchSize: number;
  /** The INSERTs of the whole set, if a worker thread has already built them. */
  rendered?: RenderedInserts | null;
  /** The rows of the whole set for LOAD DATA, if a worker thread has built them. Used if {@link isExpectedNew}. */
  loadable?: LoadableRows | null | undefined;
  /** The newest row of each queue of the whole set, if a worker thread has found them. */
  newestQueues?: readonly RideQueueObservation[] | undefined;
  /**
   * Expects that no row of the set is stored yet: inserts without reading first, and compares only if that fails. The result
   * is the same. Requires a transaction, because it may roll back to a savepoint.
   */
  isExpectedNew?: boolean;
  invalidatedDays: readonly ParkDay[];
  reason: string;
  nowMs: number;
}

interface Written extends Omit<WriteOutcome, 'queueRowsStored'> {
  /** Indexes of the written snapshots, ascending; null means all of the set. */
  written: readonly number[] | null;
  /** The written queue rows; null means all of the set. */
  queues: readonly RideQueueObservation[] | null;
  /** Number of stored snapshots that this call only confirmed longer. */
  confirmed: number;
}

export interface WriteOutcome {
  /** Number of snapshots written by this call, including replaced ones. */
  stored: number;
  duplicates: number;
  /** Indexes of snapshots that differ from a stored archive row, which was kept. */
  conflicts: number[];
  queueRowsStored: number;
}

/** The same with the rows themselves. */
export interface ListedWriteOutcome extends WriteOutcome {
  /** Indexes of the snapshots written by this call, ascending; null means all of the set. */
  written: readonly number[] | null;
  /** The queue rows written by this call. */
  queues: readonly RideQueueObservation[];
  /** Number of stored snapshots that this call only confirmed longer. */
  confirmed: number;
}

/**
 * Writes the observations of imports; `LiveWriter` writes those of polls, and the repair of a wrong clock puts rows back with
 * `RestoredRowsRepository`. It also invalidates park-days for every module. Everything happens in the caller's transaction, so
 * that rows, invalidated park-days and the caller's own records are committed together or not at all. Writing a set again
 * changes nothing.
 *
 * If another writer adds a row between reading and the INSERT, a duplicate-key error occurs. The caller rolls back and repeats
 * its transaction, which then reads the row.
 */
@Injectable()
export class ObservationWriter {
  constructor(private readonly repository: ObservationRepository) {}

  async write(manager: EntityManager, request: WriteRequest): Promise<WriteOutcome> {
    const { stored, duplicates, conflicts, queues } = await this.writeRows(manager, request);
    return { stored, duplicates, conflicts, queueRowsStored: queues?.length ?? queueCountOf(request.set) };
  }

  /** The same, and lists the rows that were written. */
  async writeAndList(manager: EntityManager, request: WriteRequest): Promise<ListedWriteOutcome> {
    const { queues: writtenQueues, ...written } = await this.writeRows(manager, request);
    const queues = writtenQueues ?? request.set.queues;
    return { ...written, queues, queueRowsStored: queues.length };
  }

  private async writeRows(manager: EntityManager, request: WriteRequest): Promise<Written> {
    const { set, source, invalidatedDays, reason, nowMs } = request;
    if (set.snapshots.length === 0 && queueCountOf(set) === 0) {
      return { stored: 0, duplicates: 0, conflicts: [], written: [], queues: [], confirmed: 0 };
    }
    const outcome =
      (request.isExpectedNew === true ? await this.insertWhole(manager, request) : null) ??
      (await this.compareAndWrite(manager, request));
    const { stored, written, queues } = outcome;
    if (stored === 0 && (queues?.length ?? queueCountOf(set)) === 0) return outcome;
    const newest = queues === null ? (request.newestQueues ?? newestQueues(set.queues)) : newestQueues(queues);
    await this.repository.updateCurrent(manager, newestByRide(set, written), source);
    await this.repository.updateCurrentQueues(manager, newest, source);
    await insertInvalidatedDays(manager, invalidatedDays, reason, nowMs);
    if (source !== 'LIVE') await invalidateLaterDays(manager, invalidatedDays, nowMs);
    return outcome;
  }

  /**
   * Removes the LIVE observations of rides of one park in the window of a local day, if the archive has any observation there.
   * Returns the number of removed snapshots. `invalidatedDays` are the day itself and those into which a removed value may have
   * been carried forward. Only imports with `replaceLive` call this.
   */
  async removeLive(
    manager: EntityManager,
    rideIds: readonly number[],
    window: { startMs: number; endMs: number },
    invalidatedDays: readonly ParkDay[],
    nowMs: number,
  ): Promise<number> {
    if (!(await this.hasArchiveRows(manager, rideIds, window))) return 0;
    const range = { rideIds, fromMs: window.startMs, toMs: window.endMs - 1 };
    const removed = await this.repository.deleteLiveWithin(manager, range);
    if (removed > 0) {
      await this.repository.rebuildCurrentWithin(manager, range);
      await insertInvalidatedDays(manager, invalidatedDays, 'REPLACE_LIVE', nowMs);
    }
    return removed;
  }

  /** Whether the archive has a state of any of the rides in the window of a local day. */
  async hasArchiveRows(
    manager: EntityManager,
    rideIds: readonly number[],
    { startMs, endMs }: { startMs: number; endMs: number },
  ): Promise<boolean> {
    if (rideIds.length === 0) return false;
    return this.repository.anyArchiveWithin(manager, { rideIds, fromMs: startMs, toMs: endMs - 1 });
  }

  /** The stored snapshots of at least one instant. */
  async storedAt(manager: EntityManager, instants: readonly ObservationInstant[]): Promise<StoredSnapshot[]> {
    return this.repository.findSnapshotsAt(manager, instants);
  }

  /** Invalidates park-days whose statistics change although no observation does, in the caller's transaction. */
  async invalidateParkDays(
    manager: EntityManager,
    days: readonly ParkDay[],
    reason: string,
    nowMs: number,
  ): Promise<void> {
    await insertInvalidatedDays(manager, days, reason, nowMs);
  }

  /** Invalidates later days whose expected rides depend on these days, in the caller's transaction. */
  async invalidateExpectedAfter(manager: EntityManager, days: readonly ParkDay[], nowMs: number): Promise<void> {
    await invalidateLaterDays(manager, days, nowMs);
  }

  /** Null if any row already exists: then nothing was written. */
  private async insertWhole(manager: EntityManager, request: WriteRequest): Promise<Written | null> {
    const { set, loadable } = request;
    if (!(await this.storeUnlessThere(manager, request, loadable ?? null))) return null;
    return { ...allStored(set), queues: null };
  }

  private async storeUnlessThere(
    manager: EntityManager,
    request: WriteRequest,
    loadable: LoadableRows | null,
  ): Promise<boolean> {
    const counts = { snapshots: request.set.snapshots.length, queues: queueCountOf(request.set) };
    if (loadable !== null) return this.repository.loadUnlessThere(manager, loadable, counts);
    const { snapshots, queues } = renderedOf(request);
    return this.repository.insertUnlessThere(manager, [...snapshots, ...queues], counts.snapshots + counts.queues);
  }

  private async compareAndWrite(manager: EntityManager, request: WriteRequest): Promise<Written> {
    const snapshots = await this.writeSnapshots(manager, request);
    return { ...snapshots, queues: await this.writeQueues(manager, request) };
  }

  private async writeSnapshots(manager: EntityManager, request: WriteRequest): Promise<Omit<Written, 'queues'>> {
    const { set, source, batchSize, policy } = request;
    const diff = await diffWithStored(set.snapshots, {
      any: (range) => this.repository.anySnapshotWithin(manager, range),
      stored: (range) => this.repository.findSnapshotsWithin(manager, range),
      storedAt: (instants) => this.repository.findSnapshotsAt(manager, instants),
      diff: (stored, rows) => diffSnapshots(set, stored, policy, rows),
    });
    if (diff === null) {
      await this.repository.insert(manager, renderedOf(request).snapshots, set.snapshots.length);
      return allStored(set);
    }
    await this.repository.insert(manager, snapshotInserts(set, source, batchSize, diff.insert), diff.insert.length);
    const replacing = snapshotInserts(set, source, batchSize, diff.replace);
    await this.repository.replaceSnapshots(manager, replacing, set.snapshots.confirmedUntilMs !== undefined);
    const confirmed = diff.confirm ?? [];
    for (let start = 0; start < confirmed.length; start += batchSize) {
      await this.repository.confirmHistory(manager, set, confirmed.slice(start, start + batchSize));
    }
    const written = [...diff.insert, ...diff.replace].sort((a, b) => a - b);
    const { duplicates, conflicts } = diff;
    return { stored: written.length, duplicates, conflicts, written, confirmed: confirmed.length };
  }

  /** Returns the rows that this call wrote; null means all of the set. */
  private async writeQueues(
    manager: EntityManager,
    request: WriteRequest,
  ): Promise<readonly RideQueueObservation[] | null> {
    const { set, source, batchSize, policy } = request;
    const diff = await diffWithStored(keysOf(set.queues), {
      any: (range) => this.repository.anyQueueWithin(manager, range),
      stored: (range) => this.repository.findQueuesWithin(manager, range),
      storedAt: (instants) => this.repository.findQueuesAt(manager, instants),
      diff: (stored, rows) => diffQueues(set.queues, stored, policy, rows),
    });
    if (diff === null) {
      await this.repository.insert(manager, renderedOf(request).queues, queueCountOf(set));
      return null;
    }
    const pick = (rows: readonly number[]) => rows.map((row) => set.queues[row]!);
    const missing = pick(diff.insert);
    await this.repository.insert(manager, queueInserts(missing, source, batchSize), missing.length);
    await this.repository.replaceQueues(manager, queueInserts(pick(diff.replace), source, batchSize));
    return [...diff.insert, ...diff.replace].sort((a, b) => a - b).map((row) => set.queues[row]!);
  }
}

const allStored = ({ snapshots }: ObservationSet): Omit<Written, 'queues'> => {
  return { stored: snapshots.length, duplicates: 0, conflicts: [], written: null, confirmed: 0 };
};

/** The INSERTs of the whole set. */
function renderedOf({ set, source, batchSize, rendered }: WriteRequest): NonNullable<WriteRequest['rendered']> {
  return (
    rendered ?? {
      snapshots: snapshotInserts(set, source, batchSize),
      queues: queueInserts(set.queues, source, batchSize),
    }
  );
}

const keysOf = (queues: readonly RideQueueObservation[]): ObservationKeys => ({
  length: queues.length,
  rideId: queues.map(({ rideId }) => rideId),
  recordedAtMs: queues.map(({ recordedAtMs }) => recordedAtMs),
});
