import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ConflictPolicy, diffQueues, diffSnapshots } from './observation-diff.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';
import { queueInserts, snapshotInserts } from './observation-sql.js';
import { type CurrentObservation, type ObservationRange, ObservationRepository } from './observation.repository.js';
import type { DataSource } from './observations.js';
import type { ParkDay } from './local-days.js';

export interface WriteRequest {
  set: ObservationSet;
  source: DataSource;
  policy: ConflictPolicy;
  /** Rows in one INSERT. */
  batchSize: number;
  /** The INSERTs of the whole set, if the caller had them made elsewhere (in a worker thread). */
  rendered?: { snapshots: readonly string[]; queues: readonly string[] };
  dirtyDays: readonly ParkDay[];
  reason: string;
  nowMs: number;
}

export interface WriteOutcome {
  /** Snapshots that are now in the table because of this call, replaced ones included. */
  stored: number;
  replaced: number;
  duplicates: number;
  /** Indexes into the set's snapshots that differ from a stored row of the archive, which stayed. */
  conflicts: number[];
  queueRowsStored: number;
}

/**
 * The one write path for observations. Everything happens in the caller's transaction, so that rows, dirty park-days and
 * the caller's own bookkeeping are there together or not at all; writing the same set again changes nothing.
 *
 * A row that another writer adds between the look and the INSERT is a duplicate-key error: the caller rolls back and
 * runs its transaction again, which then sees the row.
 */
@Injectable()
export class ObservationWriter {
  constructor(private readonly repository: ObservationRepository) {}

  async write(manager: EntityManager, request: WriteRequest): Promise<WriteOutcome> {
    const { set } = request;
    if (set.snapshots.length === 0) {
      return { stored: 0, replaced: 0, duplicates: 0, conflicts: [], queueRowsStored: 0 };
    }
    const range = rangeOf(set);
    const snapshots = await this.writeSnapshots(manager, request, range);
    const queues = await this.writeQueues(manager, request, range);
    const queueRowsStored = queues.length;
    if (snapshots.stored > 0 || queueRowsStored > 0) {
      await this.repository.updateCurrent(manager, newestByRide(set, snapshots.written), request.source);
      await this.repository.updateCurrentQueues(manager, newestQueues(queues), request.source);
      await this.repository.markParkDaysDirty(manager, request.dirtyDays, request.reason, request.nowMs);
    }
    const { stored, replaced, duplicates, conflicts } = snapshots;
    return { stored, replaced, duplicates, conflicts, queueRowsStored };
  }

  /**
   * Removes the LIVE observations of a park-day that the archive has observations of; returns how many snapshots. Of
   * `dirtyDays` are the day itself and those into which a removed value may have held.
   * Only an import that was asked for `replaceLive` comes here.
   */
  async removeLive(
    manager: EntityManager,
    parkId: number,
    window: { startMs: number; endMs: number },
    dirtyDays: readonly ParkDay[],
    nowMs: number,
  ): Promise<number> {
    const rideIds = await this.repository.findRideIds(manager, parkId);
    if (rideIds.length === 0) return 0;
    const range = { rideIds, fromMs: window.startMs, toMs: window.endMs - 1 };
    if (!(await this.repository.anyArchiveWithin(manager, range))) return 0;
    const removed = await this.repository.deleteLiveWithin(manager, range);
    if (removed > 0) {
      await this.repository.rebuildCurrentWithin(manager, range);
      await this.repository.markParkDaysDirty(manager, dirtyDays, 'REPLACE_LIVE', nowMs);
    }
    return removed;
  }

  /** Marks park-days whose figures change although no observation does, in the caller's transaction. */
  async markParkDaysDirty(
    manager: EntityManager,
    days: readonly ParkDay[],
    reason: string,
    nowMs: number,
  ): Promise<void> {
    await this.repository.markParkDaysDirty(manager, days, reason, nowMs);
  }

  private async writeSnapshots(manager: EntityManager, request: WriteRequest, range: ObservationRange) {
    const { set, source, batchSize, policy } = request;
    if (!(await this.repository.anySnapshotWithin(manager, range))) {
      const statements = request.rendered?.snapshots ?? snapshotInserts(set, source, batchSize);
      await this.repository.insert(manager, statements);
      const written = Array.from({ length: set.snapshots.length }, (_, row) => row);
      return { stored: written.length, replaced: 0, duplicates: 0, conflicts: [], written };
    }
    const diff = diffSnapshots(set, await this.repository.findSnapshotsWithin(manager, range), policy);
    await this.repository.insert(manager, snapshotInserts(set, source, batchSize, diff.insert));
    await this.repository.replaceSnapshots(manager, snapshotInserts(set, source, batchSize, diff.replace));
    return {
      stored: diff.insert.length + diff.replace.length,
      replaced: diff.replace.length,
      duplicates: diff.duplicates,
      conflicts: diff.conflicts,
      written: [...diff.insert, ...diff.replace],
    };
  }

  /** Returns the rows that are now in the table because of this call. */
  private async writeQueues(
    manager: EntityManager,
    request: WriteRequest,
    range: ObservationRange,
  ): Promise<readonly RideQueueObservation[]> {
    const { set, source, batchSize, policy } = request;
    if (set.queues.length === 0) return [];
    if (!(await this.repository.anyQueueWithin(manager, range))) {
      const statements = request.rendered?.queues ?? queueInserts(set.queues, source, batchSize);
      await this.repository.insert(manager, statements);
      return set.queues;
    }
    const diff = diffQueues(set.queues, await this.repository.findQueuesWithin(manager, range), policy);
    const pick = (rows: readonly number[]) => rows.map((row) => set.queues[row]!);
    await this.repository.insert(manager, queueInserts(pick(diff.insert), source, batchSize));
    await this.repository.replaceQueues(manager, queueInserts(pick(diff.replace), source, batchSize));
    return [...pick(diff.insert), ...pick(diff.replace)];
  }
}

function newestQueues(queues: readonly RideQueueObservation[]): RideQueueObservation[] {
  const newest = new Map<string, RideQueueObservation>();
  for (const row of queues) {
    const key = `${row.rideId}/${row.queue.queueType}`;
    if (row.recordedAtMs >= (newest.get(key)?.recordedAtMs ?? -Infinity)) newest.set(key, row);
  }
  return [...newest.values()];
}

function rangeOf({ snapshots }: ObservationSet): ObservationRange {
  const rideIds = [...new Set(snapshots.rideId)];
  let [fromMs, toMs] = [Infinity, -Infinity];
  for (const instantMs of snapshots.recordedAtMs) {
    if (instantMs < fromMs) fromMs = instantMs;
    if (instantMs > toMs) toMs = instantMs;
  }
  return { rideIds, fromMs, toMs };
}

/** Of the rows that were written. The set is sorted by ride and instant: a ride's newest row is its last. */
function newestByRide({ snapshots }: ObservationSet, rows: readonly number[]): CurrentObservation[] {
  const newest = new Map<number, number>();
  for (const row of rows) {
    const rideId = snapshots.rideId[row]!;
    if (row >= (newest.get(rideId) ?? 0)) newest.set(rideId, row);
  }
  return [...newest].map(([rideId, row]) => ({
    rideId,
    recordedAtMs: snapshots.recordedAtMs[row]!,
    status: snapshots.status[row]!,
    waitMinutes: snapshots.waitMinutes[row]!,
  }));
}
