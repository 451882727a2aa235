import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ConflictPolicy, diffQueues, diffSnapshots, type SetDiff } from './observation-diff.js';
import { type ObservationKeys, type ObservationRange, type RangedRows, rangesOf } from './observation-ranges.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';
import { queueInserts, snapshotInserts } from './observation-sql.js';
import { type CurrentObservation, ObservationRepository } from './observation.repository.js';
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
      return { stored: 0, duplicates: 0, conflicts: [], queueRowsStored: 0 };
    }
    const snapshots = await this.writeSnapshots(manager, request);
    const queues = await this.writeQueues(manager, request);
    const queueRowsStored = queues.length;
    if (snapshots.stored > 0 || queueRowsStored > 0) {
      await this.repository.updateCurrent(manager, newestByRide(set, snapshots.written), request.source);
      await this.repository.updateCurrentQueues(manager, newestQueues(queues), request.source);
      await this.repository.markParkDaysDirty(manager, request.dirtyDays, request.reason, request.nowMs);
    }
    const { stored, duplicates, conflicts } = snapshots;
    return { stored, duplicates, conflicts, queueRowsStored };
  }

  /**
   * Removes the LIVE observations of some rides (of one park, all of them) in the window of a local day, if the archive
   * has any observation there; returns how many snapshots. `dirtyDays` are the day itself and those into which a removed
   * value may have held.
   * Only an import that was asked for `replaceLive` comes here.
   */
  async removeLive(
    manager: EntityManager,
    rideIds: readonly number[],
    window: { startMs: number; endMs: number },
    dirtyDays: readonly ParkDay[],
    nowMs: number,
  ): Promise<number> {
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

  private async writeSnapshots(manager: EntityManager, request: WriteRequest) {
    const { set, source, batchSize, policy } = request;
    const diff = await diffByRange(rangesOf(set.snapshots), {
      any: (range) => this.repository.anySnapshotWithin(manager, range),
      diff: async ({ range, rows }) =>
        diffSnapshots(set, await this.repository.findSnapshotsWithin(manager, range), policy, rows),
    });
    if (diff === null) {
      const statements = request.rendered?.snapshots ?? snapshotInserts(set, source, batchSize);
      await this.repository.insert(manager, statements);
      const written = [...set.snapshots.rideId.keys()];
      return { stored: written.length, duplicates: 0, conflicts: [], written };
    }
    await this.repository.insert(manager, snapshotInserts(set, source, batchSize, diff.insert));
    await this.repository.replaceSnapshots(manager, snapshotInserts(set, source, batchSize, diff.replace));
    const written = [...diff.insert, ...diff.replace];
    return { stored: written.length, duplicates: diff.duplicates, conflicts: diff.conflicts, written };
  }

  /** Returns the rows that are now in the table because of this call. */
  private async writeQueues(manager: EntityManager, request: WriteRequest): Promise<readonly RideQueueObservation[]> {
    const { set, source, batchSize, policy } = request;
    const diff = await diffByRange(rangesOf(keysOf(set.queues)), {
      any: (range) => this.repository.anyQueueWithin(manager, range),
      diff: async ({ range, rows }) =>
        diffQueues(set.queues, await this.repository.findQueuesWithin(manager, range), policy, rows),
    });
    if (diff === null) {
      const statements = request.rendered?.queues ?? queueInserts(set.queues, source, batchSize);
      await this.repository.insert(manager, statements);
      return set.queues;
    }
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

interface RangeLook {
  any: (range: ObservationRange) => Promise<boolean>;
  diff: (part: RangedRows) => Promise<SetDiff>;
}

/** The diff of a whole set, range by range, so that only one range's stored rows are held; null where none is stored. */
async function diffByRange(parts: readonly RangedRows[], look: RangeLook): Promise<SetDiff | null> {
  const whole: SetDiff = { insert: [], replace: [], duplicates: 0, conflicts: [] };
  let found = false;
  for (const part of parts) {
    const isThere = await look.any(part.range);
    found ||= isThere;
    const diff = isThere ? await look.diff(part) : { ...NOTHING_THERE, insert: part.rows };
    for (const field of ['insert', 'replace', 'conflicts'] as const) {
      for (const row of diff[field]) whole[field].push(row);
    }
    whole.duplicates += diff.duplicates;
  }
  if (!found) return null;
  for (const field of ['insert', 'replace', 'conflicts'] as const) whole[field].sort((a, b) => a - b);
  return whole;
}

const NOTHING_THERE: Omit<SetDiff, 'insert'> = { replace: [], duplicates: 0, conflicts: [] };

const keysOf = (queues: readonly RideQueueObservation[]): ObservationKeys => ({
  length: queues.length,
  rideId: queues.map(({ rideId }) => rideId),
  recordedAtMs: queues.map(({ recordedAtMs }) => recordedAtMs),
});

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
