import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  type EntityManager,
  type FindOptionsWhere,
  In,
  IsNull,
  LessThanOrEqual,
  Not,
  Raw,
  type Repository,
  type SelectQueryBuilder,
} from 'typeorm';
import { insertRow } from '../../common/database/insert.js';
import { lockRow } from '../../common/database/lock-row.js';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { ImportCheckpoint } from './entities/import-checkpoint.entity.js';
import { withoutLease } from './import-lease.repository.js';
import {
  ACTIVE_STATUSES,
  type ImportMove,
  type ImportProblem,
  type ImportRecord,
  type ImportStatus,
  type NewImport,
  nextStatus,
  type StopRequest,
} from './import-record.js';

export interface ImportFilter {
  status?: ImportStatus | undefined;
  parkId?: number | undefined;
  destinationId?: number | undefined;
}

interface MoveOptions {
  problem?: ImportProblem | null;
  /** Only while this worker holds the import. */
  owner?: string;
  requestedAction?: 'RESUME' | null;
  /** When a paused import resumes by itself. */
  resumesAt?: Date | null;
  manager?: EntityManager;
}

type Where = FindOptionsWhere<ImportCheckpoint>;
/** The names that a query adds to the columns of an import. */
type Names = Pick<ImportRecord, 'destinationWikiId' | 'destinationName' | 'parkWikiId' | 'parkName'>;

/** Imports and their statuses, which change only by {@link ImportRepository.move} and with the lease. */
@Injectable()
export class ImportRepository {
  constructor(
    @InjectRepository(ImportCheckpoint) private readonly imports: Repository<ImportCheckpoint>,
    private readonly transactions: TransactionService,
  ) {}

  /** Adds the import, unless one of its destination is active: then returns that one. */
  async insertUnlessActive(draft: NewImport): Promise<ImportRecord | null> {
    return this.transactions.run(async (manager) => {
      const active = await this.lockDestination(manager, draft.destinationId);
      if (active !== null) return active;
      const row = { ...draft, status: 'PENDING' as const, updatedAt: draft.createdAt };
      await insertRow(manager.withRepository(this.imports), row);
      return null;
    }, ONLY_AFTER_CONFLICTS);
  }

  async findByImportId(importId: string): Promise<ImportRecord | null> {
    const [record] = await recordsOf(this.select().where({ importId }));
    return record ?? null;
  }

  /** Newest first. */
  async findPage(
    filter: ImportFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: ImportRecord[]; total: number }> {
    const where: Where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const total = await this.imports.countBy(where);
    return { total, data: await recordsOf(this.newest().where(where).limit(limit).offset(offset)) };
  }

  /**
   * Imports that any worker may start now, oldest first: new and interrupted ones of the API, and those that were resumed
   * for any worker. The command line runs its own imports.
   */
  async findWaiting(limit: number, now: Date): Promise<ImportRecord[]> {
    const ofApi = { options: Raw((options) => `JSON_UNQUOTE(JSON_EXTRACT(${options}, '$.origin')) = 'api'`) };
    const waiting: Where[] = [
      { status: 'IN_PROGRESS', requestedAction: 'RESUME' },
      { status: 'PENDING', ...ofApi },
      ...interrupted(now).map((one) => ({ ...one, ...ofApi })),
    ];
    return recordsOf(this.select().where(waiting).orderBy('import.checkpointId').limit(limit));
  }

  /** Imports of chosen days that are waiting, running or paused, oldest first. */
  async findOpenChosen(): Promise<ImportRecord[]> {
    const open: Where = {
      status: In([...ACTIVE_STATUSES, 'PAUSED']),
      options: Raw((options) => `JSON_EXTRACT(${options}, '$.chosen') IS NOT NULL`),
    };
    return recordsOf(this.select().where(open).orderBy('import.checkpointId'));
  }

  /** Paused imports that are due to resume by themselves, oldest first. */
  async findDue(now: Date): Promise<ImportRecord[]> {
    const due = { status: 'PAUSED' as const, resumesAt: LessThanOrEqual(now) };
    return recordsOf(this.select().where(due).orderBy('import.checkpointId'));
  }

  /** The newest import of each destination. */
  async findLatestOfDestinations(): Promise<ImportRecord[]> {
    const newest = this.imports
      .createQueryBuilder('other')
      .select('MAX(other.checkpointId)')
      .groupBy('other.destinationId');
    return recordsOf(this.select().where(`import.checkpointId IN (${newest.getQuery()})`));
  }

  /** IN_PROGRESS imports whose lease has expired, newest first. */
  async findInterrupted(now: Date): Promise<ImportRecord[]> {
    return recordsOf(this.newest().where(interrupted(now)));
  }

  /** The newest import that can be resumed: paused, failed or interrupted. */
  async findLatestResumable(now: Date): Promise<ImportRecord | null> {
    const resumable: Where[] = [{ status: In(['PAUSED', 'FAILED']) }, ...interrupted(now)];
    const [record] = await recordsOf(this.newest().where(resumable).limit(1));
    return record ?? null;
  }

  /**
   * Makes a paused, failed or interrupted import ready for a worker, unless another one of its destination is active:
   * then returns that one and changes nothing. `done` is also false if another process was faster.
   */
  async resume(
    record: ImportRecord,
    now: Date,
    requestedAction: 'RESUME' | null,
  ): Promise<{ done: boolean; active: ImportRecord | null }> {
    return this.transactions.run(async (manager) => {
      const active = await this.lockDestination(manager, record.destinationId);
      if (active !== null && active.importId !== record.importId) return { done: false, active };
      return { done: await this.move(record, 'resume', now, { manager, requestedAction }), active: null };
    }, ONLY_AFTER_CONFLICTS);
  }

  /**
   * Makes a move of the state machine; false if another process was faster. `resume` of an IN_PROGRESS import succeeds
   * only if its lease has expired; with `owner`, a move succeeds only while that worker holds the import.
   */
  async move(
    { importId, status }: Pick<ImportRecord, 'importId' | 'status'>,
    move: ImportMove,
    now: Date,
    {
      problem = null,
      owner,
      requestedAction = null,
      resumesAt = null,
      manager = this.imports.manager,
    }: MoveOptions = {},
  ): Promise<boolean> {
    const to = nextStatus(status, move);
    if (to === null) return false;
    const hasEnded = to === 'COMPLETED' || to === 'CANCELLED' || to === 'FAILED';
    const from: Where = { importId, status, ...(owner === undefined ? {} : { leaseOwner: owner }) };
    const mustBeFree = status === 'IN_PROGRESS' && move === 'resume';
    const { affected } = await manager
      .withRepository(this.imports)
      .createQueryBuilder()
      .update()
      .set({
        ...{ status: to, requestedAction, error: problem, updatedAt: now, finishedAt: hasEnded ? now : null },
        resumesAt,
        ...{ leaseOwner: null, leaseUntil: null },
      })
      .where(mustBeFree ? withoutLease(now).map((free) => ({ ...from, ...free })) : from)
      .execute();
    return affected === 1;
  }

  /** Requests an action of the worker of a running import; false if it is no longer running or is being cancelled. */
  async requestAction(importId: string, action: StopRequest, now: Date): Promise<boolean> {
    const running: Where = { importId, status: 'IN_PROGRESS' };
    const notCancelled = [
      { ...running, requestedAction: IsNull() },
      { ...running, requestedAction: Not('CANCEL') },
    ];
    const { affected } = await this.imports
      .createQueryBuilder()
      .update()
      .set({ requestedAction: action, updatedAt: now })
      .where(action === 'PAUSE' ? notCancelled : running)
      .execute();
    return affected === 1;
  }

  /** The pending request to stop an import, or null. */
  async findRequestedAction(importId: string): Promise<StopRequest | null> {
    const row = await this.imports.findOne({
      select: { checkpointId: true, requestedAction: true },
      where: { importId },
    });
    return row === null || row.requestedAction === 'RESUME' ? null : row.requestedAction;
  }

  async setFilesTotal(importId: string, filesTotal: number): Promise<void> {
    await this.imports.update({ importId }, { filesTotal });
  }

  /** Serialises starts and resumes of one destination; returns its active import. */
  private async lockDestination(manager: EntityManager, destinationId: number): Promise<ImportRecord | null> {
    await lockRow(manager, Destination, { destinationId });
    const active = this.select(manager).where({ destinationId, status: In(ACTIVE_STATUSES) });
    const [record] = await recordsOf(active.orderBy('import.checkpointId').limit(1));
    return record ?? null;
  }

  private newest(): SelectQueryBuilder<ImportCheckpoint> {
    return this.select().orderBy('import.checkpointId', 'DESC');
  }

  private select(manager = this.imports.manager): SelectQueryBuilder<ImportCheckpoint> {
    return manager
      .withRepository(this.imports)
      .createQueryBuilder('import')
      .innerJoin(Destination, 'destination', 'destination.destinationId = import.destinationId')
      .leftJoin(Park, 'park', 'park.parkId = import.parkId')
      .addSelect('destination.themeparksWikiId', 'destinationWikiId' satisfies keyof Names)
      .addSelect('destination.name', 'destinationName' satisfies keyof Names)
      .addSelect('park.themeparksWikiId', 'parkWikiId' satisfies keyof Names)
      .addSelect('park.name', 'parkName' satisfies keyof Names);
  }
}

/** Conditions for imports whose worker was stopped or has died; one of them must match. */
const interrupted = (now: Date): Where[] => withoutLease(now).map((free) => ({ status: 'IN_PROGRESS', ...free }));

async function recordsOf(query: SelectQueryBuilder<ImportCheckpoint>): Promise<ImportRecord[]> {
  const { entities, raw } = await query.getRawAndEntities<Names>();
  return entities.map((row, index) => {
    const { destinationWikiId, destinationName, parkWikiId, parkName } = raw[index]!;
    return {
      ...{ ...row, destinationWikiId, destinationName, parkWikiId, parkName },
      ...{ read: Number(row.read), stored: Number(row.stored), duplicate: Number(row.duplicate) },
      ...{ rejected: Number(row.rejected), queueRowsStored: Number(row.queueRowsStored) },
      ...{ liveRowsRemoved: Number(row.liveRowsRemoved), busyMs: Number(row.busyMs) },
    };
  });
}
