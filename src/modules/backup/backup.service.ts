import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import type { ConsistentView } from '../../common/database/consistent-view.js';
import { ServerDialect } from '../../common/database/dialect/server-dialect.js';
import { DomainError } from '../../common/domain-error.js';
import { packageInfo } from '../../common/process/startup.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { type ActiveLease, activeLeaseText } from '../jobs/job-lease.entity.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { Job } from '../jobs/job.decorator.js';
import { type BackupStore, backupStoreAt } from './backup-store.js';
import { BackupTablesRepository, type PartContent, TablesChangedError, type TableShape } from './backup-tables.sql.js';
import {
  type BackupManifest,
  type BackupPart,
  type BackupTable,
  contentKey,
  FORMAT_VERSION,
  partsOf,
  sizeOf,
} from './manifest.js';

export const BACKUP_JOB = 'backup';
/**
 * Every read of one attempt sees the same instant, so a change of the partitions means another attempt. One change can follow another: a
 * table gets all its missing months in several statements.
 */
const PAUSES_MS = [0, 1_000, 5_000, 15_000] as const;

export interface BackupRequest {
  /** The path of a folder, or `s3://bucket/prefix`. */
  folder: string;
  /** Writes every part, even one that an earlier backup in the folder has. */
  full: boolean;
  /** How many backups to keep; null: all. */
  keep: number | null;
  signal: AbortSignal;
  onPart?: (progress: BackupProgress) => void;
}

export interface BackupProgress {
  table: string;
  partition: string | null;
  rows: number;
  isWritten: boolean;
}

export interface BackupResult {
  id: string;
  takenAt: string;
  rows: number;
  /** Total of all files of the backup. */
  bytes: number;
  /** Total of the files that this backup wrote. */
  writtenRows: number;
  writtenBytes: number;
  tables: number;
  /** Ids of older backups that were removed. */
  removed: string[];
}

/** Another backup of this database is running. */
export class BackupInProgressError extends DomainError {
  constructor(lease: ActiveLease | null) {
    super('JOB_IN_PROGRESS', `Another process is already making a backup${activeLeaseText(lease)}`);
  }
}

/**
 * Writes the whole database as of one instant into a folder or a bucket, while everything else continues. A part (a table, or a month of a
 * partitioned one) that an earlier backup in the folder has is not written again.
 */
@Injectable()
export class BackupService {
  private readonly logger = new Logger(BackupService.name);

  constructor(
    private readonly repository: BackupTablesRepository,
    private readonly leases: JobLeaseService,
    private readonly dialect: ServerDialect,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws BackupInProgressError, OlderSchemaError */
  async run(request: BackupRequest): Promise<BackupResult> {
    const older = await this.repository.olderSchema();
    // An empty database has no table for the lease. Any other refusal is a failed run of the job, so that it is noticed.
    if (older?.isEmpty) throw older;
    const running = this.leases.runExclusive({
      name: BACKUP_JOB,
      ttlMs: 5 * MINUTE_MS,
      work: (lost) => {
        if (older !== null) throw older;
        return this.write({ ...request, signal: AbortSignal.any([request.signal, lost]) });
      },
      describe: ({ id, rows, writtenBytes }) => `${id}: ${rows} rows, ${writtenBytes} bytes written`,
    });
    // A schema may be too old for the lease itself.
    const done = await running.catch((error: unknown) => {
      throw older ?? error;
    });
    if (!done.ran) throw new BackupInProgressError(await this.leases.findActive(BACKUP_JOB));
    return done.result;
  }

  @Cron('30 4 * * *', { name: BACKUP_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Backs up the database into BACKUP_FOLDER, and removes backups beyond BACKUP_KEEP',
    timeoutMs: 12 * HOUR_MS,
    setting: 'BACKUP_CRON',
    isEnabled: ({ BACKUP_FOLDER }) => BACKUP_FOLDER !== undefined,
  })
  async scheduled(signal: AbortSignal): Promise<void> {
    const folder = this.config.BACKUP_FOLDER;
    if (folder === undefined)
      throw new DomainError('VALIDATION_FAILED', 'BACKUP_FOLDER is not set: there is nowhere to write a backup');
    const { id, rows, writtenBytes } = await this.run({ folder, full: false, keep: this.config.BACKUP_KEEP, signal });
    this.logger.log(`backup ${id}: ${rows} rows, ${writtenBytes} bytes written into ${folder}`);
  }

  private async write(request: BackupRequest): Promise<BackupResult> {
    const store = backupStoreAt(request.folder, () => this.config);
    await store.prepare();
    const known = new Map<string, BackupPart>();
    if (!request.full) await this.learn(store, known);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(store, known, request);
      } catch (error) {
        const pauseMs = PAUSES_MS[attempt];
        if (!(error instanceof TablesChangedError) || pauseMs === undefined) throw error;
        this.logger.log(`${error.message}; beginning again with a new view`);
        await pause(pauseMs, undefined, { signal: request.signal });
      }
    }
  }

  /** The files of the newest backup that can be read, by what they hold. */
  private async learn(store: BackupStore, known: Map<string, BackupPart>): Promise<void> {
    const { backup, unreadable } = await store.newestReadable();
    for (const { message } of unreadable) this.logger.warn(`${message}. This backup continues without it`);
    if (backup === null) return;
    const present = await store.present(partsOf(backup));
    for (const table of backup.tables) {
      for (const part of table.parts) if (present.has(part)) known.set(contentKey(table, part), part);
    }
  }

  private async attempt(
    store: BackupStore,
    known: Map<string, BackupPart>,
    request: BackupRequest,
  ): Promise<BackupResult> {
    const shapes = await this.repository.shapes();
    const migrations = await this.repository.migrations();
    const takenAtMs = this.clock.now().getTime();
    const view = await this.repository.openView();
    try {
      const tables: BackupTable[] = [];
      const written: BackupPart[] = [];
      for (const shape of shapes) {
        const { partitions, enumValues: _, ...table } = shape;
        const parts: BackupPart[] = [];
        for (const partition of partitions) {
          request.signal.throwIfAborted();
          const content = { partition, ...(await this.repository.content(view, shape, partition)) };
          const kept = known.get(contentKey(shape, content));
          const part = kept ?? (await this.writePart(store, view, shape, content, request.signal));
          if (kept === undefined) {
            known.set(contentKey(shape, part), part);
            written.push(part);
          }
          parts.push(part);
          const isWritten = kept === undefined && part.rows > 0;
          request.onPart?.({ table: shape.name, partition, rows: part.rows, isWritten });
        }
        tables.push({ ...table, parts });
      }
      await this.refuseChanged(shapes, migrations);
      const backup = this.manifestOf(await store.newId(takenAtMs), takenAtMs, migrations, tables);
      await store.complete(backup);
      const removed = request.keep === null ? [] : await store.keep(request.keep, this.clock.now().getTime());
      const { id, takenAt } = backup;
      const { rows: writtenRows, bytes: writtenBytes } = sizeOf(written);
      return { id, takenAt, ...sizeOf(partsOf(backup)), writtenRows, writtenBytes, tables: tables.length, removed };
    } finally {
      await view.close();
    }
  }

  private async writePart(
    store: BackupStore,
    view: ConsistentView,
    shape: TableShape,
    content: PartContent & { partition: string | null },
    signal: AbortSignal,
  ): Promise<BackupPart> {
    const { partition, rows, fingerprint } = content;
    const file =
      rows === 0
        ? null
        : await store.write(shape.name, partition ?? 'all', this.repository.lines(view, shape, partition), signal);
    // a partition that was split after the view was opened can look empty in it
    if ((file?.rows ?? 0) !== rows) throw new TablesChangedError();
    return {
      partition,
      rows,
      fingerprint,
      file: file?.file ?? null,
      bytes: file?.bytes ?? 0,
      sha256: file?.sha256 ?? '',
    };
  }

  /** Rows that moved to another partition meanwhile are in no part of the view: see {@link ServerDialect.partitionGuard}. */
  private async refuseChanged(shapes: readonly TableShape[], migrations: readonly string[]): Promise<void> {
    const layout = (of: readonly TableShape[]) =>
      JSON.stringify(of.map(({ name, columns, key, partitions }) => [name, columns, key, partitions]));
    const isUnchanged =
      layout(await this.repository.shapes()) === layout(shapes) &&
      JSON.stringify(await this.repository.migrations()) === JSON.stringify(migrations);
    if (!isUnchanged) throw new TablesChangedError();
  }

  private manifestOf(id: string, takenAtMs: number, migrations: string[], tables: BackupTable[]): BackupManifest {
    const { family, version } = this.dialect.server;
    return {
      format: 'theme-park-data-warehouse backup',
      formatVersion: FORMAT_VERSION,
      id,
      takenAt: new Date(takenAtMs).toISOString(),
      programVersion: packageInfo().version,
      madeOn: { kind: family, version },
      migrations,
      tables,
    };
  }
}
