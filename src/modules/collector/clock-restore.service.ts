import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { DomainError } from '../../common/domain-error.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { LiveWriter } from '../snapshots/writing/live-writer.js';
import { ClockDisagreesError } from './clock-repair.service.js';
import { ClockRepairWriter } from './clock-repair-writer.js';
import { ClockRestoreRepository, type KeptRow } from './clock-restore.repository.js';
import { ClockWatch } from './clock-watch.service.js';
import { COLLECT_JOB } from './collection.service.js';
import { CollectionInProgressError } from './cycle/run-result.js';
import { type KeptContent, type RepairedRide, type RepairedTable, RUN_TABLE, TABLES } from './repaired-rows.js';

const LEASE_MS = 60_000;
const ROWS_AT_ONCE = 500;

export interface ClockRestoreReport {
  repairId: number;
  /** Rows that are back in the history. */
  restored: number;
  /** Rows that have their former end again. */
  prolonged: number;
  /** Polls that have their instants again. */
  polls: number;
  /** Rows that are in their place already: the command ran before, or they were stored anew. */
  alreadyThere: number;
}

export class ClockRepairNotFoundError extends DomainError {
  constructor(repairId: number) {
    super('NOT_FOUND', `There is no clock repair ${repairId}`, { repairId });
  }
}

/**
 * Undoes a repair of what a clock that was ahead has stored: every row goes back to where it was, and the statistics of its
 * days are computed anew. What was collected since the repair stays.
 */
@Injectable()
export class ClockRestoreService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ClockRestoreRepository,
    private readonly watch: ClockWatch,
    private readonly leases: JobLeaseService,
    private readonly live: LiveWriter,
    private readonly writer: ClockRepairWriter,
  ) {}

  /** Running it again restores nothing twice. @throws ClockRepairNotFoundError, ClockDisagreesError, CollectionInProgressError */
  async restore(repairId: number): Promise<ClockRestoreReport> {
    const { reading } = await this.watch.report();
    if (reading.verdict !== 'RIGHT') throw new ClockDisagreesError(reading);
    if (!(await this.repository.exists(repairId))) throw new ClockRepairNotFoundError(repairId);
    const outcome = await this.leases.runExclusive({
      name: COLLECT_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.restoreRows(repairId, reading.horizonMs, lost),
      describe: ({ restored, prolonged }) => `clock repair undone: ${restored} rows restored, ${prolonged} prolonged`,
    });
    if (!outcome.ran) throw new CollectionInProgressError(await this.leases.findActive(COLLECT_JOB));
    await this.watch.evaluate();
    return outcome.result;
  }

  private async restoreRows(repairId: number, horizonMs: number, lost: AbortSignal): Promise<ClockRestoreReport> {
    const report = { repairId, restored: 0, prolonged: 0, polls: 0, alreadyThere: 0 };
    const touched = new Map<number, RepairedRide>();
    for (const table of TABLES) {
      for await (const rows of this.chunks(repairId, table.table, lost)) {
        const { restored, prolonged, rides } = await this.inTransaction((manager) =>
          this.restoreChunk(manager, table, rows, horizonMs),
        );
        report.restored += restored;
        report.prolonged += prolonged;
        report.alreadyThere += rows.length - restored - prolonged;
        for (const ride of rides) touched.set(ride.rideId, ride);
      }
    }
    for await (const rows of this.chunks(repairId, RUN_TABLE, lost)) {
      const polls = rows.map(({ content }) => content);
      report.polls += await this.inTransaction((manager) => this.repository.reopenPolls(manager, polls));
    }
    await this.writer.refreshDates([...touched.values()]);
    return report;
  }

  private async restoreChunk(
    manager: EntityManager,
    table: RepairedTable,
    rows: readonly KeptRow[],
    horizonMs: number,
  ): Promise<{ restored: number; prolonged: number; rides: RepairedRide[] }> {
    const ofKind = (kind: KeptRow['kind']): KeptContent[] =>
      rows.filter((row) => row.kind === kind).map(({ content }) => content);
    const restored = await this.repository.putBack(manager, table, ofKind('SET_ASIDE'));
    const prolonged = await this.repository.prolong(manager, table, ofKind('CUT'));
    const contents = rows.map(({ content }) => content);
    if (table.table !== 'entity_live_details') await this.renewCurrent(manager, table, contents, horizonMs);
    const rides = await this.writer.invalidate(manager, table, contents, horizonMs);
    return { restored, prolonged, rides };
  }

  private async renewCurrent(
    manager: EntityManager,
    { table }: RepairedTable,
    contents: readonly KeptContent[],
    horizonMs: number,
  ): Promise<void> {
    if (table === 'ride_status_snapshots') {
      const rideIds = new Set(contents.map(({ ride_id }) => Number(ride_id)));
      return this.live.renewCurrent(manager, [...rideIds], horizonMs);
    }
    const queues = new Map(
      contents.map(({ ride_id, queue_type }) => [
        `${Number(ride_id)} ${String(queue_type)}`,
        { rideId: Number(ride_id), queueType: String(queue_type) },
      ]),
    );
    await this.live.renewCurrentQueues(manager, [...queues.values()], horizonMs);
  }

  private async *chunks(repairId: number, table: string, lost: AbortSignal): AsyncGenerator<KeptRow[]> {
    for (let afterRowId = 0; ;) {
      lost.throwIfAborted();
      const rows = await this.repository.findKept(repairId, table, afterRowId, ROWS_AT_ONCE);
      if (rows.length === 0) return;
      yield rows;
      afterRowId = rows.at(-1)!.rowId;
    }
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs: () => this.writer.nowMs() });
  }
}
