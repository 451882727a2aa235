import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import type { ImportFileCounts, ImportFileRecord, ImportRecord } from './import-record.js';

/** The versions from which the stored rows of a file may come, by object key. */
export type EarlierEtags = ReadonlyMap<string, readonly string[]>;

interface Reading {
  objectKey: string;
  etag: string;
  /** The single park of the import that read the file; null for all parks. */
  parkId: number | null;
}

/**
 * The last versions read that matter to an import of `parkId` (null: all parks); `readings` are in order of time. A
 * reading that covers the whole scope of this import replaces earlier ones. Readings of other parks do not matter.
 */
export function latestEtags(readings: readonly Reading[], parkId: number | null): EarlierEtags {
  const byScope = new Map<string, Map<number | null, string>>();
  for (const reading of readings) {
    if (parkId !== null && reading.parkId !== null && reading.parkId !== parkId) continue;
    const coversAll = reading.parkId === null || reading.parkId === parkId;
    const versions = coversAll ? undefined : byScope.get(reading.objectKey);
    byScope.set(reading.objectKey, new Map(versions).set(reading.parkId, reading.etag));
  }
  return new Map([...byScope].map(([objectKey, versions]) => [objectKey, [...versions.values()]]));
}

const COUNTS = `object_key AS objectKey, DATE_FORMAT(file_date, '%Y-%m-%d') AS fileDate, etag, size_bytes AS sizeBytes,
  events_read AS \`read\`, events_stored AS \`stored\`, events_duplicate AS duplicate, events_rejected AS rejected,
  queue_rows_stored AS queueRowsStored, defect, done_at AS doneAt`;

/** SQL on import_files: the files that each import has done, with their versions. */
@Injectable()
export class ImportFileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The files that this import has done, by object key. */
  async findDone(importId: string): Promise<Map<string, ImportFileRecord>> {
    const files = await this.select('WHERE import_id = ? ORDER BY object_key', [importId]);
    return new Map(files.map((file) => [file.objectKey, file]));
  }

  /** Like findDone, but without the issues, which may be megabytes. */
  async findDoneCounts(importId: string): Promise<Map<string, ImportFileCounts>> {
    return this.selectCounts(this.dataSource.manager, 'WHERE import_id = ? ORDER BY object_key', [importId]);
  }

  /** Like findDoneCounts for some files only, in the transaction that is about to write them. */
  async findDoneAmong(
    manager: EntityManager,
    importId: string,
    keys: readonly string[],
  ): Promise<Map<string, ImportFileCounts>> {
    return this.selectCounts(manager, 'WHERE import_id = ? AND object_key IN (?)', [importId, keys]);
  }

  /** Files of an import that have a defect or an issue. */
  async findWithFindings(importId: string): Promise<ImportFileRecord[]> {
    return this.select('WHERE import_id = ? AND (defect IS NOT NULL OR issues IS NOT NULL) ORDER BY object_key', [
      importId,
    ]);
  }

  /** The newest unreadable files of an import. */
  async findLatestDefects(importId: string, limit: number): Promise<ImportFileRecord[]> {
    return this.select('WHERE import_id = ? AND defect IS NOT NULL ORDER BY done_at DESC, object_key DESC LIMIT ?', [
      importId,
      limit,
    ]);
  }

  /** The UTC days whose file an import has done. */
  async findDoneDays(importId: string): Promise<string[]> {
    const rows = await this.dataSource.manager.query<{ day: string }[]>(
      `SELECT DISTINCT DATE_FORMAT(file_date, '%Y-%m-%d') AS day FROM import_files WHERE import_id = ? ORDER BY day`,
      [importId],
    );
    return rows.map(({ day }) => day);
  }

  /**
   * The versions in which other imports last read each file of a destination, within the scope of this import. An import
   * of one park reads only that park, so the rows of a file may come from several versions.
   */
  async findEarlierEtags(record: ImportRecord): Promise<EarlierEtags> {
    const { destinationWikiId, importId, parkId } = record;
    const rows = await this.dataSource.manager.query<{ objectKey: string; etag: string; parkId: number | null }[]>(
      `SELECT f.object_key AS objectKey, f.etag, c.park_id AS parkId
         FROM import_files f JOIN import_checkpoints c ON c.import_id = f.import_id
        WHERE f.object_key LIKE ? AND f.import_id <> ? AND f.defect IS NULL
          AND (? IS NULL OR c.park_id IS NULL OR c.park_id = ?)
        ORDER BY f.done_at`,
      [`${destinationWikiId}/%`, importId, parkId, parkId],
    );
    return latestEtags(rows, parkId);
  }

  /** Records files as done, in the transaction of their rows; a changed file replaces its earlier record. */
  async recordDone(manager: EntityManager, importId: string, files: readonly ImportFileRecord[]): Promise<void> {
    if (files.length === 0) return;
    const rows = files.map((file) => [
      importId,
      file.objectKey,
      file.fileDate,
      file.etag,
      file.sizeBytes,
      file.read,
      file.stored,
      file.duplicate,
      file.rejected,
      file.queueRowsStored,
      file.defect,
      file.issues.length === 0 ? null : JSON.stringify(file.issues),
      file.doneAt,
    ]);
    await manager.query(
      `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
              queue_rows_stored, defect, issues, done_at)
       VALUES ${rows.map((row) => `(${row.map(() => '?').join(',')})`).join(',')}
       ON DUPLICATE KEY UPDATE etag = VALUES(etag), size_bytes = VALUES(size_bytes), events_read = VALUES(events_read),
              events_stored = VALUES(events_stored), events_duplicate = VALUES(events_duplicate),
              events_rejected = VALUES(events_rejected),
              queue_rows_stored = VALUES(queue_rows_stored), defect = VALUES(defect), issues = VALUES(issues),
              done_at = VALUES(done_at)`,
      rows.flat(),
    );
  }

  private async selectCounts(
    manager: EntityManager,
    rest: string,
    values: unknown[],
  ): Promise<Map<string, ImportFileCounts>> {
    const files = await manager.query<ImportFileCounts[]>(`SELECT ${COUNTS} FROM import_files ${rest}`, values);
    return new Map(files.map((file) => [file.objectKey, file]));
  }

  private async select(rest: string, values: unknown[]): Promise<ImportFileRecord[]> {
    const rows = await this.dataSource.manager.query<(ImportFileCounts & { issues: string | null })[]>(
      `SELECT ${COUNTS}, issues FROM import_files ${rest}`,
      values,
    );
    return rows.map(({ issues, ...file }) => ({
      ...file,
      issues: readJson<ImportFileRecord['issues']>(issues) ?? [],
    }));
  }
}
