import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type FindOptionsWhere, IsNull, LessThanOrEqual, type Repository } from 'typeorm';
import { columnsOf } from '../../common/database/columns.js';
import { ImportCheckpoint } from './entities/import-checkpoint.entity.js';
import type { ImportTotals, StopRequest } from './import-record.js';

/** A worker's lease on an import. Without a valid lease a worker writes nothing. */
export interface Lease {
  owner: string;
  until: Date;
}

/** What a commit adds to the checkpoint of its import. */
export interface CheckpointStep {
  added: ImportTotals;
  busyMs: number;
  lastDate: string;
  lastFile: string;
  leaseUntil: Date;
  now: Date;
}

const column = columnsOf(ImportCheckpoint);

/** Conditions for imports that no worker holds; one of them must match. */
export const withoutLease = (now: Date): FindOptionsWhere<ImportCheckpoint>[] => [
  { leaseUntil: IsNull() },
  { leaseUntil: LessThanOrEqual(now) },
];

/**
 * The lease of an import: it is taken, renewed and released here, and the checkpoint advances only under it. Each method is
 * a single statement, so that two workers never hold an import at the same time.
 */
@Injectable()
export class ImportLeaseRepository {
  constructor(@InjectRepository(ImportCheckpoint) private readonly imports: Repository<ImportCheckpoint>) {}

  /** Acquires the lease for this worker; false if another one holds it or the import's status does not allow a run. */
  async acquire(importId: string, { owner, until }: Lease, now: Date): Promise<boolean> {
    const running = { importId, status: 'IN_PROGRESS' } as const;
    const { affected } = await this.imports
      .createQueryBuilder()
      .update()
      .set({
        status: 'IN_PROGRESS',
        leaseOwner: owner,
        leaseUntil: until,
        attempts: () => `${column.attempts} + 1`,
        startedAt: () => `COALESCE(${column.startedAt}, :now)`,
        updatedAt: now,
        finishedAt: null,
        error: null,
        requestedAction: () => `NULLIF(${column.requestedAction}, 'RESUME')`,
      })
      .where([
        { importId, status: 'PENDING' },
        ...withoutLease(now).map((free) => ({ ...running, ...free })),
        { ...running, leaseOwner: owner },
      ])
      .setParameter('now', now)
      .execute();
    return affected === 1;
  }

  /** Extends the lease; false if it was lost. */
  async renew(importId: string, { owner, until }: Lease): Promise<boolean> {
    const { affected } = await this.imports.update(
      { importId, leaseOwner: owner, status: 'IN_PROGRESS' },
      { leaseUntil: until },
    );
    return affected === 1;
  }

  /** Ends the lease at once: the import counts as interrupted, and any worker can take it without waiting. */
  async release(importId: string, owner: string, now: Date): Promise<void> {
    await this.imports.update({ importId, leaseOwner: owner }, { leaseOwner: null, leaseUntil: null, updatedAt: now });
  }

  /**
   * The fence of every commit: locks the checkpoint until the transaction ends and returns the pending request. Null if
   * the lease is lost: this worker must not write any more.
   */
  async lockCheckpoint(
    manager: EntityManager,
    importId: string,
    owner: string,
  ): Promise<{ requestedAction: StopRequest | null } | null> {
    const checkpoint = await manager.withRepository(this.imports).findOne({
      select: { checkpointId: true, requestedAction: true },
      where: { importId, leaseOwner: owner, status: 'IN_PROGRESS' },
      lock: { mode: 'pessimistic_write' },
    });
    if (checkpoint === null) return null;
    const { requestedAction } = checkpoint;
    return { requestedAction: requestedAction === 'RESUME' ? null : requestedAction };
  }

  /** Advances the checkpoint, in the transaction that writes the rows it counts. */
  async advance(manager: EntityManager, importId: string, step: CheckpointStep): Promise<void> {
    const added = { ...step.added, busyMs: Math.round(step.busyMs) };
    const totals = Object.keys(added).map((total): [string, () => string] => [
      total,
      () => `${column[total as keyof typeof added]} + :${total}`,
    ]);
    await manager
      .withRepository(this.imports)
      .createQueryBuilder()
      .update()
      .set({
        ...Object.fromEntries(totals),
        lastProcessedDate: step.lastDate,
        lastProcessedFile: step.lastFile,
        leaseUntil: step.leaseUntil,
        updatedAt: step.now,
      })
      .where({ importId })
      .setParameters(added)
      .execute();
  }
}
