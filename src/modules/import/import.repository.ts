import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import {
  ACTIVE_STATUSES,
  type ImportMove,
  type ImportProblem,
  type ImportRecord,
  type ImportStatus,
  type ImportTotals,
  type NewImport,
  nextStatus,
  type StopRequest,
} from './import-record.js';
import { selectImports } from './import.sql.js';

export interface ImportFilter {
  status?: ImportStatus | undefined;
  parkId?: number | undefined;
  destinationId?: number | undefined;
}

/** A worker's lease on an import. Without a valid lease a worker writes nothing. */
export interface Lease {
  owner: string;
  until: Date;
}

interface MoveOptions {
  problem?: ImportProblem | null;
  /** Only while this worker holds the import. */
  owner?: string;
  requestedAction?: 'RESUME' | null;
  manager?: EntityManager;
}

interface Written {
  affectedRows: number;
}

/** SQL on import_checkpoints. Statuses change only by {@link ImportRepository.move}. */
@Injectable()
export class ImportRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Adds the import, unless one of its destination is active: then returns that one. */
  async insertUnlessActive(draft: NewImport): Promise<ImportRecord | null> {
    return this.dataSource.transaction(async (manager) => {
      const active = await this.lockDestination(manager, draft.destinationId);
      if (active !== null) return active;
      await manager.query(
        `INSERT INTO import_checkpoints (import_id, destination_id, park_id, start_date, end_date, options, status, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, 'PENDING', ?, ?)`,
        [
          draft.importId,
          draft.destinationId,
          draft.parkId,
          draft.startDate,
          draft.endDate,
          JSON.stringify(draft.options),
          draft.createdAt,
          draft.createdAt,
        ],
      );
      return null;
    });
  }

  async findByImportId(importId: string): Promise<ImportRecord | null> {
    const [record] = await selectImports(this.dataSource.manager, 'WHERE c.import_id = ?', [importId]);
    return record ?? null;
  }

  /** Newest first. */
  async findPage(
    filter: ImportFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: ImportRecord[]; total: number }> {
    const conditions = [
      filter.status === undefined ? null : (['c.status = ?', filter.status] as const),
      filter.parkId === undefined ? null : (['c.park_id = ?', filter.parkId] as const),
      filter.destinationId === undefined ? null : (['c.destination_id = ?', filter.destinationId] as const),
    ].filter((condition) => condition !== null);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
    const values = conditions.map(([, value]) => value);
    const [count] = await this.dataSource.manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM import_checkpoints c ${where}`,
      values,
    );
    const data = await selectImports(
      this.dataSource.manager,
      `${where} ORDER BY c.checkpoint_id DESC LIMIT ? OFFSET ?`,
      [...values, limit, offset],
    );
    return { data, total: count!.total };
  }

  /**
   * Imports that any worker may claim now, oldest first: new and interrupted ones of the API, and those that were resumed
   * for any worker. The command line runs its own imports.
   */
  async findWaiting(limit: number, now: Date): Promise<ImportRecord[]> {
    return selectImports(
      this.dataSource.manager,
      `WHERE (c.status = 'IN_PROGRESS' AND c.requested_action = 'RESUME')
          OR (JSON_UNQUOTE(JSON_EXTRACT(c.options, '$.origin')) = 'api'
              AND (c.status = 'PENDING'
                   OR (c.status = 'IN_PROGRESS' AND (c.lease_until IS NULL OR c.lease_until <= ?))))
       ORDER BY c.checkpoint_id LIMIT ?`,
      [now, limit],
    );
  }

  /** The newest import of each destination. */
  async findLatestOfDestinations(): Promise<ImportRecord[]> {
    return selectImports(
      this.dataSource.manager,
      'WHERE c.checkpoint_id IN (SELECT MAX(checkpoint_id) FROM import_checkpoints GROUP BY destination_id)',
      [],
    );
  }

  /** IN_PROGRESS imports whose lease has expired, newest first. */
  async findInterrupted(now: Date): Promise<ImportRecord[]> {
    return selectImports(
      this.dataSource.manager,
      `WHERE c.status = 'IN_PROGRESS' AND (c.lease_until IS NULL OR c.lease_until <= ?) ORDER BY c.checkpoint_id DESC`,
      [now],
    );
  }

  /** The newest import that can be resumed: paused, failed or interrupted. */
  async findLatestResumable(now: Date): Promise<ImportRecord | null> {
    const [record] = await selectImports(
      this.dataSource.manager,
      `WHERE c.status IN ('PAUSED', 'FAILED')
          OR (c.status = 'IN_PROGRESS' AND (c.lease_until IS NULL OR c.lease_until <= ?))
       ORDER BY c.checkpoint_id DESC LIMIT 1`,
      [now],
    );
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
    return this.dataSource.transaction(async (manager) => {
      const active = await this.lockDestination(manager, record.destinationId);
      if (active !== null && active.importId !== record.importId) return { done: false, active };
      return { done: await this.move(record, 'resume', now, { manager, requestedAction }), active: null };
    });
  }

  /**
   * Makes a move of the state machine; false if another process was faster. `resume` of an IN_PROGRESS import succeeds
   * only if its lease has expired; with `owner`, a move succeeds only while that worker holds the import.
   */
  async move(
    record: ImportRecord,
    move: ImportMove,
    now: Date,
    { problem = null, owner, requestedAction = null, manager = this.dataSource.manager }: MoveOptions = {},
  ): Promise<boolean> {
    const to = nextStatus(record.status, move);
    if (to === null) return false;
    const ended = to === 'COMPLETED' || to === 'CANCELLED' || to === 'FAILED';
    const mustBeStale = record.status === 'IN_PROGRESS' && move === 'resume';
    const { affectedRows } = await manager.query<Written>(
      `UPDATE import_checkpoints SET status = ?, requested_action = ?, error = ?, updated_at = ?,
              finished_at = ?, lease_owner = NULL, lease_until = NULL
        WHERE import_id = ? AND status = ?${owner === undefined ? '' : ' AND lease_owner = ?'}${mustBeStale ? ' AND (lease_until IS NULL OR lease_until <= ?)' : ''}`,
      [
        to,
        requestedAction,
        problem === null ? null : JSON.stringify(problem),
        now,
        ended ? now : null,
        record.importId,
        record.status,
        ...(owner === undefined ? [] : [owner]),
        ...(mustBeStale ? [now] : []),
      ],
    );
    return affectedRows === 1;
  }

  /** Requests an action of the worker of a running import; false if it is no longer running or is being cancelled. */
  async requestAction(importId: string, action: StopRequest, now: Date): Promise<boolean> {
    const { affectedRows } = await this.dataSource.manager.query<Written>(
      `UPDATE import_checkpoints SET requested_action = ?, updated_at = ? WHERE import_id = ? AND status = 'IN_PROGRESS'
          AND NOT (requested_action <=> 'CANCEL' AND ? = 'PAUSE')`,
      [action, now, importId, action],
    );
    return affectedRows === 1;
  }

  /** The pending request to stop an import, or null. */
  async findRequestedAction(importId: string): Promise<StopRequest | null> {
    const [row] = await this.dataSource.manager.query<{ requestedAction: StopRequest | null }[]>(
      `SELECT NULLIF(requested_action, 'RESUME') AS requestedAction FROM import_checkpoints WHERE import_id = ?`,
      [importId],
    );
    return row?.requestedAction ?? null;
  }

  /** Claims an import for this worker; false if another one holds it or its status does not allow a run. */
  async claim(importId: string, lease: Lease, now: Date): Promise<boolean> {
    const { affectedRows } = await this.dataSource.manager.query<Written>(
      `UPDATE import_checkpoints SET status = 'IN_PROGRESS', lease_owner = ?, lease_until = ?, attempts = attempts + 1,
              started_at = COALESCE(started_at, ?), updated_at = ?, finished_at = NULL, error = NULL,
              requested_action = NULLIF(requested_action, 'RESUME')
        WHERE import_id = ? AND (status = 'PENDING'
           OR (status = 'IN_PROGRESS' AND (lease_until IS NULL OR lease_until <= ? OR lease_owner = ?)))`,
      [lease.owner, lease.until, now, now, importId, now, lease.owner],
    );
    return affectedRows === 1;
  }

  /** Extends the lease; false if it was lost. */
  async renewLease(importId: string, lease: Lease): Promise<boolean> {
    const { affectedRows } = await this.dataSource.manager.query<Written>(
      `UPDATE import_checkpoints SET lease_until = ? WHERE import_id = ? AND lease_owner = ? AND status = 'IN_PROGRESS'`,
      [lease.until, importId, lease.owner],
    );
    return affectedRows === 1;
  }

  /** Ends the lease at once: the import counts as interrupted and can be claimed without waiting. */
  async releaseLease(importId: string, owner: string, now: Date): Promise<void> {
    await this.dataSource.manager.query(
      'UPDATE import_checkpoints SET lease_owner = NULL, lease_until = NULL, updated_at = ? WHERE import_id = ? AND lease_owner = ?',
      [now, importId, owner],
    );
  }

  async setFilesTotal(importId: string, filesTotal: number): Promise<void> {
    await this.dataSource.manager.query('UPDATE import_checkpoints SET files_total = ? WHERE import_id = ?', [
      filesTotal,
      importId,
    ]);
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
    const rows = await manager.query<{ requestedAction: StopRequest | null }[]>(
      `SELECT NULLIF(requested_action, 'RESUME') AS requestedAction FROM import_checkpoints
        WHERE import_id = ? AND lease_owner = ? AND status = 'IN_PROGRESS' FOR UPDATE`,
      [importId, owner],
    );
    return rows[0] ?? null;
  }

  /** Advances the checkpoint, in the transaction that writes the rows it counts. */
  async advance(
    manager: EntityManager,
    importId: string,
    step: { added: ImportTotals; busyMs: number; lastDate: string; lastFile: string; leaseUntil: Date; now: Date },
  ): Promise<void> {
    const { added } = step;
    await manager.query(
      `UPDATE import_checkpoints SET files_done = files_done + ?, events_read = events_read + ?, events_stored = events_stored + ?,
              events_duplicate = events_duplicate + ?, events_rejected = events_rejected + ?, queue_rows_stored = queue_rows_stored + ?,
              live_rows_removed = live_rows_removed + ?, errors_encountered = errors_encountered + ?,
              busy_ms = busy_ms + ?, last_processed_date = ?, last_processed_file = ?, lease_until = ?, updated_at = ?
        WHERE import_id = ?`,
      [
        added.filesDone,
        added.read,
        added.stored,
        added.duplicate,
        added.rejected,
        added.queueRowsStored,
        added.liveRowsRemoved,
        added.errorsEncountered,
        Math.round(step.busyMs),
        step.lastDate,
        step.lastFile,
        step.leaseUntil,
        step.now,
        importId,
      ],
    );
  }

  /** Serialises starts and resumes of one destination; returns its active import. */
  private async lockDestination(manager: EntityManager, destinationId: number): Promise<ImportRecord | null> {
    await manager.query('SELECT destination_id FROM destinations WHERE destination_id = ? FOR UPDATE', [destinationId]);
    const [active] = await selectImports(
      manager,
      'WHERE c.destination_id = ? AND c.status IN (?) ORDER BY c.checkpoint_id LIMIT 1',
      [destinationId, ACTIVE_STATUSES],
    );
    return active ?? null;
  }
}
