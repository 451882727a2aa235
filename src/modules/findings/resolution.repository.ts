import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, LessThanOrEqual, MoreThanOrEqual, type Repository } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { columnsOf } from '../../common/database/columns.js';
import { DataQualityLog, DataQualityLogHistory } from './data-quality-log.entity.js';
import { ONGOING_SUFFIX, type ResolutionStatus, UNRESOLVED } from './finding.js';

export interface ResolutionMove {
  from: ResolutionStatus;
  to: ResolutionStatus;
  notes: string | null;
}

type ResolvableRow = Pick<DataQualityLog, 'logId' | 'resolutionStatus'>;
export type LockedFinding = ResolvableRow & Pick<DataQualityLog, 'resolutionNotes'>;

export type HistoryRow = Pick<DataQualityLogHistory, 'fromStatus' | 'toStatus' | 'notes' | 'changedAt'>;

/** The findings that a check would have found again if they still existed. */
export interface Examined {
  parkId: number;
  reasons: readonly string[];
  /** Findings whose window lies within this interval. */
  from: Date;
  to: Date;
}

const LOCK = { mode: 'pessimistic_write' } as const;
const column = columnsOf(DataQualityLog);

/** Changes the resolution of findings; every change adds a row of history. */
@Injectable()
export class ResolutionRepository {
  constructor(
    @InjectRepository(DataQualityLog) private readonly findings: Repository<DataQualityLog>,
    @InjectRepository(DataQualityLogHistory) private readonly changes: Repository<DataQualityLogHistory>,
  ) {}

  /** Locks findings until the end of the transaction, so that their changes are made one after the other. */
  async lock(manager: EntityManager, logIds: readonly string[]): Promise<LockedFinding[]> {
    return manager.withRepository(this.findings).find({
      select: { logId: true, resolutionStatus: true, resolutionNotes: true },
      where: { logId: In(logIds) },
      order: { logId: 'ASC' },
      lock: LOCK,
    });
  }

  /** Reopens the RESOLVED findings among the fingerprints. */
  async reopen(manager: EntityManager, fingerprints: readonly string[], notes: string, now: Date): Promise<void> {
    const rows = await manager.withRepository(this.findings).find({
      select: { logId: true },
      where: { fingerprint: In(fingerprints), resolutionStatus: 'RESOLVED' },
      order: { logId: 'ASC' },
      lock: LOCK,
    });
    const ids = rows.map(({ logId }) => logId);
    await this.moveAll(manager, ids, { from: 'RESOLVED', to: 'OPEN', notes }, now);
  }

  /** Resolves examined findings that were not found again. @returns how many */
  async closeRemoved(
    manager: EntityManager,
    { parkId, reasons, from, to }: Examined,
    standing: ReadonlySet<string>,
    { notesOf, now }: { notesOf: (reason: string) => string; now: Date },
  ): Promise<number> {
    const rows = await manager.withRepository(this.findings).find({
      select: { logId: true, fingerprint: true, reason: true, resolutionStatus: true },
      where: {
        ...{ parkId, reason: In(reasons), resolutionStatus: In(UNRESOLVED) },
        ...{ windowStart: MoreThanOrEqual(from), windowEnd: LessThanOrEqual(to) },
      },
      order: { logId: 'ASC' },
      lock: LOCK,
    });
    const removed = rows.filter(({ fingerprint }) => !standing.has(fingerprint));
    for (const [reason, same] of groupBy(removed, (row) => row.reason)) {
      await this.close(manager, same, notesOf(reason), now);
    }
    return removed.length;
  }

  async close(manager: EntityManager, rows: readonly ResolvableRow[], notes: string, now: Date): Promise<void> {
    await this.endGaps(manager, await this.moveUnresolved(manager, rows, { to: 'RESOLVED', notes }, now));
  }

  /** Nothing will be done about these: they become WONTFIX. */
  async acknowledge(manager: EntityManager, rows: readonly ResolvableRow[], notes: string, now: Date): Promise<void> {
    await this.moveUnresolved(manager, rows, { to: 'WONTFIX', notes }, now);
  }

  /** Leaves resolved rows as they are. Returns the ids of the others. */
  private async moveUnresolved(
    manager: EntityManager,
    rows: readonly ResolvableRow[],
    change: Omit<ResolutionMove, 'from'>,
    now: Date,
  ): Promise<string[]> {
    const moved: string[] = [];
    for (const from of UNRESOLVED) {
      const ids = rows.filter(({ resolutionStatus }) => resolutionStatus === from).map(({ logId }) => logId);
      await this.moveAll(manager, ids, { from, ...change }, now);
      moved.push(...ids);
    }
    return moved;
  }

  async findHistory(logId: string): Promise<HistoryRow[]> {
    const changes = await this.changes.find({ where: { logId }, order: { historyId: 'ASC' } });
    return changes.map(({ fromStatus, toStatus, notes, changedAt }) => ({ fromStatus, toStatus, notes, changedAt }));
  }

  /** The findings must be locked and have the status `from`. Keeps the present notes if none are given. */
  async moveAll(manager: EntityManager, logIds: readonly string[], move: ResolutionMove, now: Date): Promise<void> {
    if (logIds.length === 0) return;
    const { from, to, notes } = move;
    await manager
      .withRepository(this.findings)
      .update(
        { logId: In(logIds), resolutionStatus: from },
        { resolutionStatus: to, ...(notes === null ? {} : { resolutionNotes: notes }) },
      );
    await this.addHistory(manager, logIds, move, now);
  }

  /** Marks resolved gaps as ended, at the end of their last window. */
  private async endGaps(manager: EntityManager, logIds: readonly string[]): Promise<void> {
    if (logIds.length === 0) return;
    await manager
      .withRepository(this.findings)
      .createQueryBuilder()
      .update()
      .set({
        sample: () => `JSON_REPLACE(${column.sample}, '$.isOngoing', JSON_EXTRACT('false', '$'))`,
        description: () => `TRIM(TRAILING :suffix FROM ${column.description})`,
      })
      .where({ logId: In(logIds), issueType: 'GAP' })
      .andWhere(`JSON_EXTRACT(${column.sample}, '$.isOngoing') IS NOT NULL`)
      .setParameter('suffix', ONGOING_SUFFIX)
      .execute();
  }

  private async addHistory(
    manager: EntityManager,
    logIds: readonly string[],
    { from, to, notes }: ResolutionMove,
    now: Date,
  ): Promise<void> {
    const rows = logIds.map((logId) => ({ logId, fromStatus: from, toStatus: to, notes, changedAt: now }));
    await manager.withRepository(this.changes).createQueryBuilder().insert().values(rows).updateEntity(false).execute();
  }
}
