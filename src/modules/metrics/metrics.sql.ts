import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination } from '../catalog/entities/park.entity.js';
import { ImportCheckpoint } from '../import/entities/import-checkpoint.entity.js';
import { InvalidatedParkDay } from '../snapshots/entities/invalidated-park-day.entity.js';

export interface ImportMetrics {
  status: string;
  imports: number;
  files: number;
  /** Files that are listed and not done. */
  filesLeft: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
}

export interface ImportedDestination {
  destinationId: number;
  name: string;
  /** The newest day of a file that was imported. */
  newestDay: string;
}

export interface ImportLease {
  importId: string;
  owner: string;
  /** When the import last recorded progress. */
  updatedAt: Date;
}

export interface Backlog {
  parkDays: number;
  /** Since when the oldest of them has waited; null: there is none. */
  oldestAt: Date | null;
}

const imports = columnsOf(ImportCheckpoint);
const importsOf = columnsOf(ImportCheckpoint, 'i');
const destination = columnsOf(Destination, 'd');
const invalidated = columnsOf(InvalidatedParkDay);

/** Sums of all processes. */
@Injectable()
export class StoredMetricsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findImports(): Promise<ImportMetrics[]> {
    const rows = await this.dataSource.query<Record<keyof ImportMetrics, string | number | null>[]>(
      `SELECT ${imports.status} AS status, COUNT(*) AS imports, SUM(${imports.filesDone}) AS files,
              SUM(GREATEST(CAST(${imports.filesTotal} AS SIGNED) - CAST(${imports.filesDone} AS SIGNED), 0)) AS filesLeft,
              SUM(${imports.read}) AS \`read\`, SUM(${imports.stored}) AS \`stored\`,
              SUM(${imports.duplicate}) AS duplicate, SUM(${imports.rejected}) AS rejected
         FROM ${tableOf(ImportCheckpoint)} GROUP BY ${imports.status}`,
    );
    return rows.map(({ status, ...totals }) => ({
      status: String(status),
      imports: Number(totals.imports),
      files: Number(totals.files),
      filesLeft: Number(totals.filesLeft),
      read: Number(totals.read),
      stored: Number(totals.stored),
      duplicate: Number(totals.duplicate),
      rejected: Number(totals.rejected),
    }));
  }

  async findImportedDestinations(): Promise<ImportedDestination[]> {
    return this.dataSource.query<ImportedDestination[]>(
      `SELECT ${destination.destinationId} AS destinationId, ${destination.name} AS name,
              DATE_FORMAT(MAX(${importsOf.lastProcessedDate}), '%Y-%m-%d') AS newestDay
         FROM ${tableOf(ImportCheckpoint)} i
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${importsOf.destinationId}
        WHERE ${importsOf.lastProcessedDate} IS NOT NULL
        GROUP BY ${destination.destinationId}, ${destination.name}`,
    );
  }

  async findImportLeases(now: Date): Promise<ImportLease[]> {
    return this.dataSource.query<ImportLease[]>(
      `SELECT ${imports.importId} AS importId, ${imports.leaseOwner} AS owner, ${imports.updatedAt} AS updatedAt
         FROM ${tableOf(ImportCheckpoint)}
        WHERE ${imports.status} = 'IN_PROGRESS' AND ${imports.leaseOwner} IS NOT NULL AND ${imports.leaseUntil} > ?`,
      [now],
    );
  }

  /** Reads the whole invalidation log, which has a row for each day of each park while everything is computed again. */
  async findBacklog(): Promise<Backlog> {
    const [row] = await this.dataSource.query<{ parkDays: string | number; oldestAt: Date | null }[]>(
      `SELECT COUNT(*) AS parkDays, MIN(${invalidated.invalidatedAt}) AS oldestAt FROM ${tableOf(InvalidatedParkDay)}`,
    );
    return { parkDays: Number(row!.parkDays), oldestAt: row!.oldestAt };
  }
}
