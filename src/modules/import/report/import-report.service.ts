import { Injectable } from '@nestjs/common';
import { dayAfter } from '../../../common/time/calendar-day.js';
import { Clock } from '../../../common/time/clock.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { MappingService } from '../../catalog/mappings/mapping.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { HistoryService } from '../../snapshots/history/history.service.js';
import type { ImportQualityReport } from '../dto/import-quality.dto.js';
import type { ImportView } from '../dto/import-view.dto.js';
import { ImportFileRepository } from '../import-file.repository.js';
import type { ImportRecord } from '../import-record.js';
import { gapsOfImport } from './import-gaps.js';
import { defectsOf, issuesByType } from './import-quality-report.js';
import { importStatusView } from './import-status-view.js';

const LATEST_DEFECTS = 5;

/** What is to be said of an import: how far it is, and how good its data was. */
@Injectable()
export class ImportReportService {
  constructor(
    private readonly importFiles: ImportFileRepository,
    private readonly catalog: CatalogService,
    private readonly mappings: MappingService,
    private readonly findings: FindingsService,
    private readonly history: HistoryService,
    private readonly clock: Clock,
  ) {}

  /** With its newest unreadable files. */
  async status(record: ImportRecord): Promise<ImportView> {
    const isSound = record.errorsEncountered === 0;
    const defective = isSound ? [] : await this.importFiles.findLatestDefects(record.importId, LATEST_DEFECTS);
    return importStatusView(record, this.clock.now(), defective);
  }

  async qualityReport(record: ImportRecord): Promise<ImportQualityReport> {
    const { importId, status, read, stored, duplicate, rejected } = record;
    const doneDays = await this.importFiles.findDoneDays(importId);
    const files = await this.importFiles.findWithFindings(importId);
    const missing = await this.findings.missingArchiveDays(record.destinationId);
    return {
      importId,
      status,
      records: {
        total: read,
        valid: stored + duplicate,
        invalid: rejected,
        duplicate,
        unmapped: await this.countUnmapped(record, doneDays),
      },
      gaps: gapsOfImport(record, doneDays, missing),
      issues: issuesByType(files),
      fileDefects: defectsOf(files),
      mappings: await this.mappings.countByMethod(importId),
    };
  }

  /** Archive observations, on the days of the import, of rides that still wait for somebody to name their park. */
  private async countUnmapped(
    { destinationId, parkId, parkWikiId }: ImportRecord,
    doneDays: readonly string[],
  ): Promise<number> {
    const [first, last] = [doneDays.at(0), doneDays.at(-1)];
    const isOfNamedPark = parkId !== null && parkWikiId !== null;
    if (first === undefined || last === undefined || isOfNamedPark) return 0;
    const rideIds = await this.catalog.findRidesWithoutPark(destinationId);
    const [fromMs, toMs] = [first, dayAfter(last, 1)].map((day) => Date.parse(`${day}T00:00:00Z`)) as [number, number];
    return this.history.count({ rideIds, fromMs, toMs }, 'ARCHIVE');
  }
}
