import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, Like, Not, type Repository } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import { ImportCheckpoint } from './entities/import-checkpoint.entity.js';
import { ImportFile } from './entities/import-file.entity.js';
import type { ImportFileCounts, ImportFileRecord, ImportOptions, ImportRecord } from './import-record.js';
import type { EarlierReading } from './pipeline/imported-files.js';
import type { ParseIssue } from './parser/parsed-file.js';

/** The versions from which the stored rows of a file may come, by object key. */
export type EarlierEtags = ReadonlyMap<string, readonly string[]>;

/** Where the rows of a version of a file came from. */
interface WholeReading extends EarlierReading {
  objectKey: string;
  etag: string;
  /** JSON of the import's options. */
  options: string;
}

/** By {@link versionKey}. */
export type WholeReadings = ReadonlyMap<string, EarlierReading>;

export const versionKey = (objectKey: string, etag: string): string => `${objectKey} ${etag}`;

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

/** The columns of the counts, which leave out the issues. */
const COUNTS = {
  objectKey: true,
  fileDate: true,
  etag: true,
  sizeBytes: true,
  read: true,
  stored: true,
  duplicate: true,
  rejected: true,
  queueRowsStored: true,
  defect: true,
  doneAt: true,
} as const satisfies Record<keyof ImportFileCounts, true>;

/** The files that each import has done, with their versions. */
@Injectable()
export class ImportFileRepository {
  constructor(@InjectRepository(ImportFile) private readonly files: Repository<ImportFile>) {}

  /** The files that this import has done, by object key. */
  async findDone(importId: string): Promise<Map<string, ImportFileRecord>> {
    const files = await this.files.find({ where: { importId }, order: { objectKey: 'ASC' } });
    return byObjectKey(files.map(recordOf));
  }

  /** Like findDone, but without the issues, which may be megabytes. */
  async findDoneCounts(importId: string): Promise<Map<string, ImportFileCounts>> {
    const files = await this.files.find({ select: COUNTS, where: { importId }, order: { objectKey: 'ASC' } });
    return byObjectKey(files.map(countsOf));
  }

  /** Like findDoneCounts for some files only, in the transaction that is about to write them. */
  async findDoneAmong(
    manager: EntityManager,
    importId: string,
    keys: readonly string[],
  ): Promise<Map<string, ImportFileCounts>> {
    const where = { importId, objectKey: In(keys) };
    const files = await manager.withRepository(this.files).find({ select: COUNTS, where });
    return byObjectKey(files.map(countsOf));
  }

  /** Files of an import that have a defect or an issue. */
  async findWithFindings(importId: string): Promise<ImportFileRecord[]> {
    const where = [
      { importId, defect: Not(IsNull()) },
      { importId, issues: Not(IsNull()) },
    ];
    return (await this.files.find({ where, order: { objectKey: 'ASC' } })).map(recordOf);
  }

  /** The newest unreadable files of an import. */
  async findLatestDefects(importId: string, limit: number): Promise<ImportFileRecord[]> {
    const files = await this.files.find({
      where: { importId, defect: Not(IsNull()) },
      order: { doneAt: 'DESC', objectKey: 'DESC' },
      take: limit,
    });
    return files.map(recordOf);
  }

  /** The UTC days whose file an import has done. */
  async findDoneDays(importId: string): Promise<string[]> {
    const rows = await this.files
      .createQueryBuilder('file')
      .select('file.fileDate', 'day')
      .distinct()
      .where({ importId })
      .orderBy('day')
      .getRawMany<{ day: string }>();
    return rows.map(({ day }) => day);
  }

  /**
   * The versions in which other imports last read each file of a destination, within the scope of this import. An import
   * of one park reads only that park, so the rows of a file may come from several versions.
   */
  async findEarlierEtags(record: ImportRecord): Promise<EarlierEtags> {
    const { destinationWikiId, importId, parkId } = record;
    const readings = this.files
      .createQueryBuilder('file')
      .innerJoin(ImportCheckpoint, 'import', 'import.importId = file.importId')
      .select('file.objectKey', 'objectKey')
      .addSelect('file.etag', 'etag')
      .addSelect('import.parkId', 'parkId')
      .where({ objectKey: Like(`${destinationWikiId}/%`), importId: Not(importId), defect: IsNull() })
      .orderBy('file.doneAt');
    if (parkId !== null) readings.andWhere('(import.parkId IS NULL OR import.parkId = :parkId)', { parkId });
    return latestEtags(await readings.getRawMany<Reading>(), parkId);
  }

  /**
   * The newest reading of each file of a destination by an import that read all parks and resolved conflicts in the same way, by
   * object key and version.
   */
  async findWholeReadings({ destinationWikiId, importId, options }: ImportRecord): Promise<WholeReadings> {
    const readings = await this.files
      .createQueryBuilder('file')
      .innerJoin(ImportCheckpoint, 'import', 'import.importId = file.importId')
      .select('file.objectKey', 'objectKey')
      .addSelect('file.etag', 'etag')
      .addSelect('file.importId', 'importId')
      .addSelect('file.read', 'read')
      .addSelect('file.rejected', 'rejected')
      .addSelect('import.options', 'options')
      .where({ objectKey: Like(`${destinationWikiId}/%`), importId: Not(importId), defect: IsNull() })
      .andWhere('import.parkId IS NULL')
      .orderBy('file.doneAt')
      .getRawMany<WholeReading>();
    const alike = readings.filter(({ options: text }) => {
      return readJson<ImportOptions>(text)?.onConflict === options.onConflict;
    });
    return new Map(
      alike.map(({ objectKey, etag, importId: earlier, read, rejected }) => [
        versionKey(objectKey, etag),
        { importId: earlier, read, rejected },
      ]),
    );
  }

  /** The issues of a file that an import has done, in the transaction that records them for another import too. */
  async findIssues(manager: EntityManager, importId: string, objectKey: string): Promise<ParseIssue[]> {
    const where = { importId, objectKey };
    const file = await manager.withRepository(this.files).findOne({ select: { objectKey: true, issues: true }, where });
    return file?.issues ?? [];
  }

  /** Records files as done, in the transaction of their rows; a changed file replaces its earlier record. */
  async recordDone(manager: EntityManager, importId: string, files: readonly ImportFileRecord[]): Promise<void> {
    if (files.length === 0) return;
    const rows = files.map(({ issues, sizeBytes, ...file }) => ({
      ...{ importId, ...file, sizeBytes: String(sizeBytes), issues: issues.length === 0 ? null : issues },
    }));
    await manager.withRepository(this.files).upsert(rows, ['importId', 'objectKey']);
  }
}

const byObjectKey = <File extends ImportFileCounts>(files: readonly File[]): Map<string, File> =>
  new Map(files.map((file) => [file.objectKey, file]));

const countsOf = ({ importId: _, issues: __, sizeBytes, ...counts }: ImportFile): ImportFileCounts => ({
  ...counts,
  sizeBytes: Number(sizeBytes),
});

const recordOf = (file: ImportFile): ImportFileRecord => ({ ...countsOf(file), issues: file.issues ?? [] });
