import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface ImportFigures {
  status: string;
  imports: number;
  files: number;
  seen: number;
  stored: number;
  duplicate: number;
  rejected: number;
}

/** SQL that sums up the imports of all times and processes. */
@Injectable()
export class ImportFiguresRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findFigures(): Promise<ImportFigures[]> {
    const rows = await this.dataSource.manager.query<Record<keyof ImportFigures, string | number>[]>(
      `SELECT status, COUNT(*) AS imports, SUM(files_done) AS files, SUM(seen) AS seen, SUM(stored) AS stored,
              SUM(duplicate) AS duplicate, SUM(rejected) AS rejected
         FROM import_checkpoints GROUP BY status`,
    );
    return rows.map(({ status, ...sums }) => ({
      status: String(status),
      imports: Number(sums.imports),
      files: Number(sums.files),
      seen: Number(sums.seen),
      stored: Number(sums.stored),
      duplicate: Number(sums.duplicate),
      rejected: Number(sums.rejected),
    }));
  }
}
