import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../common/http/dto/page.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import type { ImportOptions } from './import-record.js';
import type { ImportQualityReport } from './import-report.dto.js';
import { ImportReportService, importStatusView } from './import-report.service.js';
import type { ImportView, ImportViewList } from './import.dto.js';
import { type ImportListQuery, importTarget, type StartImportBody } from './import-requests.dto.js';
import { ImportRepository } from './import.repository.js';
import { type ImportRange, ImportService } from './import.service.js';
import { ImportWorkerLoop } from './run/import-worker-loop.js';

/** Imports for the admin API. The first free server runs the imports that it starts or resumes. */
@Injectable()
export class ImportApiService {
  constructor(
    private readonly imports: ImportService,
    private readonly repository: ImportRepository,
    private readonly report: ImportReportService,
    private readonly loop: ImportWorkerLoop,
    private readonly catalog: CatalogService,
    private readonly clock: Clock,
  ) {}

  /** @throws ValidationFailedError, DateRangeError, DestinationNotFoundError, ParkNotFoundError, ImportInProgressError */
  async start(body: StartImportBody): Promise<ImportView | ImportViewList> {
    const target = importTarget(body);
    const range: ImportRange = { startDate: body.startDate ?? null, endDate: body.endDate ?? null };
    const { onConflict, replaceLive, reread, source } = body;
    const options: ImportOptions = { onConflict, replaceLive, reread, origin: 'api', source };
    const started = await this.startTarget(target, range, options);
    this.loop.wake();
    const now = this.clock.now();
    return Array.isArray(started)
      ? { data: started.map((record) => importStatusView(record, now)) }
      : importStatusView(started, now);
  }

  /** @throws ImportNotFoundError */
  async status(importId: string): Promise<ImportView> {
    return this.report.status(await this.imports.get(importId));
  }

  /** @throws ImportNotFoundError, ImportStateError */
  async pause(importId: string): Promise<ImportView> {
    return this.report.status(await this.imports.pause(importId));
  }

  /** @throws ImportNotFoundError, ImportStateError, ImportInProgressError */
  async resume(importId: string): Promise<ImportView> {
    const record = await this.imports.resume(importId, { forAnyWorker: true });
    this.loop.wake();
    return this.report.status(record);
  }

  /** @throws ImportNotFoundError, ImportStateError */
  async cancel(importId: string): Promise<ImportView> {
    return this.report.status(await this.imports.cancel(importId));
  }

  /** Newest first. An unknown destination has no imports. */
  async list(query: ImportListQuery): Promise<Page<ImportView>> {
    const { status, parkId, destinationId: wikiId, limit, offset } = query;
    const destinationId = wikiId === undefined ? undefined : await this.catalog.findDestinationId(wikiId);
    if (destinationId === null) return pageOf([], 0, query);
    const { data, total } = await this.repository.findPage({ status, parkId, destinationId }, limit, offset);
    const now = this.clock.now();
    return pageOf(
      data.map((record) => importStatusView(record, now)),
      total,
      query,
    );
  }

  /** @throws ImportNotFoundError */
  async quality(importId: string): Promise<ImportQualityReport> {
    return this.report.qualityReport(await this.imports.get(importId));
  }

  private startTarget(target: ReturnType<typeof importTarget>, range: ImportRange, options: ImportOptions) {
    switch (target.kind) {
      case 'DESTINATION':
        return this.imports.startDestination(target.destinationId, range, options);
      case 'PARK':
        return this.imports.startPark(target.parkId, range, options);
      case 'ALL':
        return this.imports.startAll(range, options);
    }
  }
}
