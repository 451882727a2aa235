import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** A UTC day of a destination with an archive file that no import could read. */
export interface UnreadDay {
  destinationId: number;
  day: string;
  files: number;
  /** One of the files, and its defect. */
  objectKey: string;
  defect: string;
}

/** Imports of the History API have no files: a park-day that the account may not read is no sign of a missing archive file. */
const OF_ARCHIVE = "COALESCE(JSON_UNQUOTE(JSON_EXTRACT(c.options, '$.source')), 'ARCHIVE') = 'ARCHIVE'";

/**
 * Reads which archive files imports have processed, and with which result. The tables are named in SQL, because the import
 * module, which has their entities, depends on this one.
 */
@Injectable()
export class ArchiveFilesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** For all destinations or one; files that another import has read are left out. */
  async findUnreadDays(destinationId: number | null = null): Promise<UnreadDay[]> {
    const rows = await this.dataSource.query<(Omit<UnreadDay, 'files'> & { files: number | string })[]>(
      `SELECT c.destination_id AS destinationId, f.file_date AS day,
              COUNT(DISTINCT f.object_key) AS files, MIN(f.object_key) AS objectKey, MIN(f.defect) AS defect
         FROM import_files f JOIN import_checkpoints c ON c.import_id = f.import_id
        WHERE f.defect IS NOT NULL AND ${OF_ARCHIVE} AND ${destinationId === null ? '1 = 1' : 'c.destination_id = ?'}
          AND NOT EXISTS (SELECT 1 FROM import_files g WHERE g.object_key = f.object_key AND g.defect IS NULL)
        GROUP BY c.destination_id, f.file_date ORDER BY c.destination_id, f.file_date`,
      destinationId === null ? [] : [destinationId],
    );
    return rows.map((row) => ({ ...row, files: Number(row.files) }));
  }

  /** UTC day of the last file with events that an import has read for the park; null: none. */
  async findLastDay(destinationId: number, parkId: number): Promise<string | null> {
    const [row] = await this.dataSource.query<{ day: string | null }[]>(
      `SELECT MAX(f.file_date) AS day
         FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
        WHERE c.destination_id = ? AND (c.park_id IS NULL OR c.park_id = ?) AND f.events_stored + f.events_duplicate > 0
          AND ${OF_ARCHIVE}`,
      [destinationId, parkId],
    );
    return row!.day;
  }
}
