import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ServerDialect } from '../../common/database/dialect/server-dialect.js';
import { TransactionService } from '../../common/database/transaction.service.js';
import { plural } from '../../common/text.js';
import { dayAfter, daysFromTo } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { addMonths, type Month } from '../../common/time/months.js';
import { PARTITIONED_TABLES, partitionName } from '../snapshots/partitions/partition-plan.js';
import { PartitionService } from '../snapshots/partitions/partition.service.js';
import type { ParkDay } from '../snapshots/touched-days.js';
import { LiveWriter } from '../snapshots/writing/live-writer.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import type { BackupStore } from './backup-store.js';
import { type BackupManifest, type BackupPart, type BackupTable, contentOf } from './manifest.js';
import { MonthRestoreRepository } from './month-restore.sql.js';
import { contentOfMonth, type MonthContent, readingBackup, uuidsOfRides } from './month-content.js';
import { RestoreMismatchError, RestoreRefusedError } from './restore-errors.js';
import { RestoreRepository } from './restore.sql.js';

export interface MonthRestoreRequest {
  store: BackupStore;
  backup: BackupManifest;
  month: Month;
  signal: AbortSignal;
}

export interface MonthRestoreResult {
  id: string;
  takenAt: string;
  month: Month;
  rows: number;
  rides: number;
  /** Days whose statistics have to be computed again. */
  parkDays: number;
  /** The database had these rows already, and no others of the month: nothing was written. */
  wasThere: boolean;
}

/** The observations of the month, one part of each partitioned table. */
type MonthParts = { table: BackupTable; part: BackupPart }[];

/** Puts the observations of a month of a backup into a database that has none of that month, all of them or none. */
@Injectable()
export class MonthRestoreService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: MonthRestoreRepository,
    private readonly partitions: PartitionService,
    private readonly writer: ObservationWriter,
    private readonly live: LiveWriter,
    private readonly dialect: ServerDialect,
    private readonly clock: Clock,
  ) {}

  /** @throws RestoreRefusedError, RestoreMismatchError */
  async restore(request: MonthRestoreRequest): Promise<MonthRestoreResult> {
    const { store, backup, month, signal } = request;
    const parts = partsOfMonth(backup, month);
    for (const { table } of parts) await this.refuseOtherColumns(table);
    const wasThere = await this.isThere(request, parts);
    const content = await readingBackup(() => contentOfMonth(store, parts, signal));
    await this.refuseOtherRides(await readingBackup(() => uuidsOfRides(store, backup, content.rideIds)));
    const { id, takenAt } = backup;
    const rows = parts.reduce((sum, { part }) => sum + part.rows, 0);
    const restored = { id, takenAt, month, rows, rides: content.rideIds.size, wasThere };
    if (wasThere) return { ...restored, parkDays: 0 };
    await this.partitions.ensure(month);
    const parkDays = await this.transactions.run((manager) => this.fill(manager, request, parts, content));
    return { ...restored, parkDays };
  }

  /** One transaction: a restore that is cut off leaves the month empty, and the statistics follow the rows in any case. */
  private async fill(
    manager: EntityManager,
    { store, backup, month, signal }: MonthRestoreRequest,
    parts: MonthParts,
    { rideIds, queues }: MonthContent,
  ): Promise<number> {
    const target = new RestoreRepository(manager.queryRunner!);
    for (const { table, part } of parts) {
      for await (const lines of store.lines(part)) {
        signal.throwIfAborted();
        await target.insert(table, lines);
      }
    }
    const differing = await this.differences(manager, backup, month, parts);
    if (differing.length > 0) throw RestoreMismatchError.rolledBack(differing);
    const end = addMonths(month, 1);
    const nowMs = this.clock.now().getTime();
    await this.live.renewCurrent(manager, await this.repository.ridesBefore(manager, [...rideIds], end), nowMs);
    await this.live.renewCurrentQueues(manager, await this.repository.queuesBefore(manager, queues, end), nowMs);
    const days = await this.daysOf(manager, month, [...rideIds]);
    if (days.length > 0) await this.writer.invalidateParkDays(manager, days, 'RESTORE', nowMs);
    await this.writer.invalidateExpectedAfter(manager, days, nowMs);
    return days.length;
  }

  /** A day more on both sides: local days begin and end in other months than those of UTC, and states last past midnight. */
  private async daysOf(manager: EntityManager, month: Month, rideIds: readonly number[]): Promise<ParkDay[]> {
    const parkIds = await this.repository.parksOf(manager, rideIds);
    const dates = daysFromTo(dayAfter(`${month}-01`, -1), dayAfter(`${addMonths(month, 1)}-01`, 1));
    return parkIds.flatMap((parkId) => dates.map((localDate) => ({ parkId, localDate })));
  }

  /** In which tables the month is not that of the backup, and how. */
  private async differences(
    manager: EntityManager,
    { madeOn }: BackupManifest,
    month: Month,
    parts: MonthParts,
  ): Promise<string[]> {
    const differing: string[] = [];
    const isCompared = this.dialect.writesSameTextAs(madeOn.kind);
    for (const { table, part } of parts) {
      const [wanted, found] = [contentOf({ parts: [part] }), await this.repository.content(manager, table, month)];
      if (found.rows !== wanted.rows)
        differing.push(`${table.name} (${plural(found.rows, 'row')} instead of ${wanted.rows})`);
      else if (isCompared && found.fingerprint !== wanted.fingerprint)
        differing.push(`${table.name} (${plural(found.rows, 'row')}, with other values)`);
    }
    return differing;
  }

  private async refuseOtherColumns({ name, columns }: BackupTable): Promise<void> {
    const [own, theirs] = [await this.repository.columnNames(name), columns.map((column) => column.name)];
    if (own.join() === theirs.join()) return;
    throw new RestoreRefusedError(
      `the backup has another version of the table ${name}. Restore it into an empty database, which is migrated then, and back that up`,
    );
  }

  /** Whether the month has the rows of the backup; false if it has none. @throws RestoreRefusedError if it has others */
  private async isThere({ backup, month }: MonthRestoreRequest, parts: MonthParts): Promise<boolean> {
    const used: { name: string; text: string }[] = [];
    for (const name of PARTITIONED_TABLES) {
      const rows = await this.repository.countRows(name, month);
      if (rows > 0) used.push({ name, text: `${name} has ${plural(rows, 'row')}` });
    }
    if (used.length === 0) return false;
    const has = `${month} is not empty: ${used.map(({ text }) => text).join(', ')}`;
    const rule = 'A month is restored only where it has no rows';
    if (!this.dialect.writesSameTextAs(backup.madeOn.kind))
      throw new RestoreRefusedError(`${has}. They cannot be compared with a backup of another kind of server. ${rule}`);
    const differing = await this.transactions.run((manager) => this.differences(manager, backup, month, parts));
    const missing = used.filter(({ name }) => parts.every(({ table }) => table.name !== name));
    differing.push(...missing.map(({ name }) => `${name} (not in the backup)`));
    if (differing.length === 0) return true;
    throw new RestoreRefusedError(`${has}. Not as in the backup: ${differing.join(', ')}. ${rule}`);
  }

  /** Rows have the ids of rides: these must be the same rides here. */
  private async refuseOtherRides(wanted: ReadonlyMap<number, string>): Promise<void> {
    const here = await this.repository.uuidsOf([...wanted.keys()]);
    const others = [...wanted].filter(([rideId, uuid]) => here.get(rideId) !== uuid).map(([rideId]) => rideId);
    if (others.length === 0) return;
    throw new RestoreRefusedError(
      `${plural(others.length, 'ride')} of that month cannot be found here under the same id and UUID, such as ride ${others[0]}. ` +
        'A month can be restored only into the database that was backed up, or into a restored copy of it',
    );
  }
}

function partsOfMonth({ id, tables }: BackupManifest, month: Month): MonthParts {
  const parts = PARTITIONED_TABLES.flatMap((name) => {
    const table = tables.find((one) => one.name === name);
    const part = table?.parts.find(({ partition }) => partition === partitionName(month));
    return table === undefined || part === undefined ? [] : [{ table, part }];
  });
  if (parts.every(({ part }) => part.rows === 0))
    throw new RestoreRefusedError(`the backup ${id} has no observations of ${month}`);
  return parts;
}
