import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { ImportFileRecord } from './import-record.js';

const COLUMNS = `object_key AS objectKey, DATE_FORMAT(file_date, '%Y-%m-%d') AS fileDate, etag, size_bytes AS sizeBytes,
  seen, stored, duplicate, rejected, queue_rows_stored AS queueRowsStored, defect, issues, done_at AS doneAt`;

/** All SQL on import_files: which files an import has done, and in which version. */
@Injectable()
export class ImportFileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The files that this import has done, by object key. */
  async findDone(importId: string): Promise<Map<string, ImportFileRecord>> {
    const files = await this.select('WHERE import_id = ? ORDER BY object_key', [importId]);
    return new Map(files.map((file) => [file.objectKey, file]));
  }

  /** The same of some files only, in the transaction that is about to write them. */
  async findDoneAmong(
    manager: EntityManager,
    importId: string,
    keys: readonly string[],
  ): Promise<Map<string, ImportFileRecord>> {
    const files = await this.select('WHERE import_id = ? AND object_key IN (?)', [importId, keys], manager);
    return new Map(files.map((file) => [file.objectKey, file]));
  }

  /** Files of an import about which something is to be said: a defect or an issue. */
  async findWithFindings(importId: string): Promise<ImportFileRecord[]> {
    return this.select('WHERE import_id = ? AND (defect IS NOT NULL OR issues IS NOT NULL) ORDER BY object_key', [
      importId,
    ]);
  }

  /** The newest files of an import that could not be read. */
  async findLatestDefects(importId: string, limit: number): Promise<ImportFileRecord[]> {
    return this.select('WHERE import_id = ? AND defect IS NOT NULL ORDER BY done_at DESC, object_key DESC LIMIT ?', [
      importId,
      limit,
    ]);
  }

  /** The UTC days of which an import has done the file. */
  async findDoneDays(importId: string): Promise<string[]> {
    const rows = await this.dataSource.manager.query<{ day: string }[]>(
      `SELECT DISTINCT DATE_FORMAT(file_date, '%Y-%m-%d') AS day FROM import_files WHERE import_id = ? ORDER BY day`,
      [importId],
    );
    return rows.map(({ day }) => day);
  }

  /** The version in which each file of a destination was last read by another import. */
  async findEarlierEtags(destinationWikiId: string, exceptImportId: string): Promise<Map<string, string>> {
    const rows = await this.dataSource.manager.query<{ objectKey: string; etag: string }[]>(
      `SELECT object_key AS objectKey, etag FROM import_files
        WHERE object_key LIKE ? AND import_id <> ? AND defect IS NULL ORDER BY done_at`,
      [`${destinationWikiId}/%`, exceptImportId],
    );
    return new Map(rows.map(({ objectKey, etag }) => [objectKey, etag]));
  }

  /** Records files as done, in the transaction of their rows; one that had changed takes the place of its old record. */
  async recordDone(manager: EntityManager, importId: string, files: readonly ImportFileRecord[]): Promise<void> {
    if (files.length === 0) return;
    const rows = files.map((file) => [
      importId,
      file.objectKey,
      file.fileDate,
      file.etag,
      file.sizeBytes,
      file.seen,
      file.stored,
      file.duplicate,
      file.rejected,
      file.queueRowsStored,
      file.defect,
      file.issues.length === 0 ? null : JSON.stringify(file.issues),
      file.doneAt,
    ]);
    await manager.query(
      `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, seen, stored, duplicate, rejected,
              queue_rows_stored, defect, issues, done_at)
       VALUES ${rows.map((row) => `(${row.map(() => '?').join(',')})`).join(',')}
       ON DUPLICATE KEY UPDATE etag = VALUES(etag), size_bytes = VALUES(size_bytes), seen = VALUES(seen),
              stored = VALUES(stored), duplicate = VALUES(duplicate), rejected = VALUES(rejected),
              queue_rows_stored = VALUES(queue_rows_stored), defect = VALUES(defect), issues = VALUES(issues),
              done_at = VALUES(done_at)`,
      rows.flat(),
    );
  }

  private async select(
    rest: string,
    values: unknown[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ImportFileRecord[]> {
    const rows = await manager.query<
      (Omit<ImportFileRecord, 'issues'> & { issues: ImportFileRecord['issues'] | string | null })[]
    >(`SELECT ${COLUMNS} FROM import_files ${rest}`, values);
    return rows.map(({ issues, ...file }) => ({
      ...file,
      issues: typeof issues === 'string' ? (JSON.parse(issues) as ImportFileRecord['issues']) : (issues ?? []),
    }));
  }
}
