import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TransactionService } from '../../common/database/transaction.service.js';
import { DomainError } from '../../common/domain-error.js';
import { LiveWriter } from '../snapshots/writing/live-writer.js';
import { ClockRepairLease } from './clock-repair-lease.js';
import { type KeptRow, ClockRepairRepository } from './clock-repair.repository.js';
import { ClockRepairWriter } from './clock-repair-writer.js';
import { type KeptContent, type RepairedRide, type RepairedTable, RUN_TABLE, TABLES } from './repaired-rows.js';
import { RestoredRowsRepository } from './restored-rows.sql.js';

const ROWS_AT_ONCE = 500;

export interface ClockRestoreReport {
  repairId: number;
  /** Rows that were moved back into the history. */
  restored: number;
  /** Rows whose former end was restored. */
  prolonged: number;
  /** Polls whose instants were restored. */
  polls: number;
  /** Rows that needed no change: the command ran before, or they were stored again. */
  alreadyThere: number;
}

export class ClockRepairNotFoundError extends DomainError {
  constructor(repairId: number) {
    super('NOT_FOUND', `There is no clock repair ${repairId}`, { repairId });
  }
}

/**
 * Undoes a repair of rows that a clock which was ahead had stored: restores every row, and recomputes the statistics of its
 * days. Rows collected since the repair stay.
 */
@Injectable()
export class ClockRestoreService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly lease: ClockRepairLease,
    private readonly repairs: ClockRepairRepository,
    private readonly rows: RestoredRowsRepository,
    private readonly live: LiveWriter,
    private readonly writer: ClockRepairWriter,
  ) {}

  /** Running it again restores nothing twice. @throws ClockRepairNotFoundError, ClockDisagreesError, CollectionInProgressError */
  async restore(repairId: number): Promise<ClockRestoreReport> {
    const horizonMs = await this.lease.agreedHorizonMs();
    if (!(await this.repairs.exists(repairId))) throw new ClockRepairNotFoundError(repairId);
    return this.lease.run(
      (lost) => this.restoreRows(repairId, horizonMs, lost),
      ({ restored, prolonged }) => `clock repair undone: ${restored} rows restored, ${prolonged} prolonged`,
    );
  }

  private async restoreRows(repairId: number, horizonMs: number, lost: AbortSignal): Promise<ClockRestoreReport> {
    const report = { repairId, restored: 0, prolonged: 0, polls: 0, alreadyThere: 0 };
    const touched = new Map<number, RepairedRide>();
    for (const table of TABLES) {
      for await (const rows of this.chunks(repairId, table.table, lost)) {
        const { restored, prolonged, rides } = await this.transactions.run((manager) =>
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
      report.polls += await this.transactions.run((manager) => this.rows.reopenPolls(manager, polls));
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
    const restored = await this.rows.putBack(manager, table, ofKind('SET_ASIDE'));
    const prolonged = await this.rows.prolong(manager, table, ofKind('CUT'));
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
      const rows = await this.repairs.findKept(repairId, table, afterRowId, ROWS_AT_ONCE);
      if (rows.length === 0) return;
      yield rows;
      afterRowId = rows.at(-1)!.rowId;
    }
  }
}
