import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import type { ImportFileCounts, ImportFileRecord, ImportRecord } from './import-record.js';

/** By object key, the versions from which the stored rows of a file may come. */
export type EarlierEtags = ReadonlyMap<string, readonly string[]>;

interface Reading {
  objectKey: string;
  etag: string;
  /** The one park that the reading import was confined to; null for all. */
  parkId: number | null;
}

/**
 * What was read last, for an import of `parkId` (null: of all parks); `readings` in order of time. A reading of all that
 * this import is about outdates those before it. One of another park than this import's says nothing about its rows.
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

/** All SQL on import_files: which files an import has done, and in which version. */
@Injectable()
export class ImportFileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The files that this import has done, by object key. */
  async findDone(importId: string): Promise<Map<string, ImportFileRecord>> {
    const files = await this.select('WHERE import_id = ? ORDER BY object_key', [importId]);
    return new Map(files.map((file) => [file.objectKey, file]));
  }

  /** The same without their issues, which may be megabytes. */
  async findDoneCounts(importId: string): Promise<Map<string, ImportFileCounts>> {
    return this.selectCounts(this.dataSource.manager, 'WHERE import_id = ? ORDER BY object_key', [importId]);
  }

  /** The same of some files only, in the transaction that is about to write them. */
  async findDoneAmong(
    manager: EntityManager,
    importId: string,
    keys: readonly string[],
  ): Promise<Map<string, ImportFileCounts>> {
    return this.selectCounts(manager, 'WHERE import_id = ? AND object_key IN (?)', [importId, keys]);
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

  /**
   * The versions in which other imports last read each file of a destination, for what this import is about: a whole
   * import reads every park, one of a park only its own, so that the rows of a file may come from several versions.
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

  /** Records files as done, in the transaction of their rows; one that had changed takes the place of its old record. */
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
