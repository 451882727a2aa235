import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface ImportMetrics {
  status: string;
  imports: number;
  files: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
}

/** SQL that sums up all imports of all processes. */
@Injectable()
export class ImportMetricsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findMetrics(): Promise<ImportMetrics[]> {
    const rows = await this.dataSource.manager.query<Record<keyof ImportMetrics, string | number>[]>(
      `SELECT status, COUNT(*) AS imports, SUM(files_done) AS files, SUM(events_read) AS \`read\`,
              SUM(events_stored) AS \`stored\`,
              SUM(events_duplicate) AS duplicate, SUM(events_rejected) AS rejected
         FROM import_checkpoints GROUP BY status`,
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
