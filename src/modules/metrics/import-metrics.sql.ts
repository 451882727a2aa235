import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { ImportCheckpoint } from '../import/entities/import-checkpoint.entity.js';

export interface ImportMetrics {
  status: string;
  imports: number;
  files: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
}

const column = columnsOf(ImportCheckpoint);

/** Sums up all imports of all processes. */
@Injectable()
export class ImportMetricsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findMetrics(): Promise<ImportMetrics[]> {
    const rows = await this.dataSource.query<Record<keyof ImportMetrics, string | number>[]>(
      `SELECT ${column.status} AS status, COUNT(*) AS imports, SUM(${column.filesDone}) AS files,
              SUM(${column.read}) AS \`read\`, SUM(${column.stored}) AS \`stored\`,
              SUM(${column.duplicate}) AS duplicate, SUM(${column.rejected}) AS rejected
         FROM ${tableOf(ImportCheckpoint)} GROUP BY ${column.status}`,
    );
    return rows.map(({ status, ...totals }) => ({
      status: String(status),
      imports: Number(totals.imports),
      files: Number(totals.files),
      read: Number(totals.read),
      stored: Number(totals.stored),
      duplicate: Number(totals.duplicate),
      rejected: Number(totals.rejected),
    }));
  }
}
