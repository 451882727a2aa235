import { Injectable } from '@nestjs/common';
import { CatalogService } from '../../catalog/catalog.service.js';
import { coverageReport } from '../field-coverage/coverage.js';
import { CoverageRepository } from '../field-coverage/coverage.repository.js';
import { MetadataService } from '../metadata.service.js';
import { OverrideService } from '../overrides/override.service.js';
import { MetadataSyncJob } from '../sync/metadata-sync-job.js';
import { SyncRunRepository } from '../sync/sync-run.repository.js';
import type {
  CoverageReportView,
  MetadataOverrideBody,
  MetadataSyncBody,
  StartedSyncView,
  SyncStatusView,
} from './dto/metadata-admin.dto.js';
import type { RideMetadataView } from './dto/metadata-view.dto.js';

/** Metadata as the admin API shows and changes it. */
@Injectable()
export class MetadataAdminService {
  constructor(
    private readonly job: MetadataSyncJob,
    private readonly runs: SyncRunRepository,
    private readonly coverages: CoverageRepository,
    private readonly overrides: OverrideService,
    private readonly metadata: MetadataService,
    private readonly catalog: CatalogService,
  ) {}

  /** @throws MetadataSyncInProgressError, ParkNotFoundError, RideNotFoundError, RideNotInParkError */
  async startSync(body: MetadataSyncBody): Promise<StartedSyncView> {
    return { syncId: await this.job.start(body) };
  }

  async syncStatus(): Promise<SyncStatusView> {
    // In this order: a run that ends in between is shown as ended, not as interrupted.
    const running = await this.job.isRunning();
    const run = await this.runs.findLast();
    const lastRun = run && { ...run, interrupted: run.finishedAt === null && !running };
    return { running: running && run?.finishedAt === null, lastRun };
  }

  /** Of one park, or of all. @throws ParkNotFoundError */
  async coverage(parkId: number | null): Promise<CoverageReportView> {
    if (parkId !== null) await this.catalog.getPark(parkId);
    return coverageReport(await this.coverages.countByPark(parkId));
  }

  /** @throws RideNotFoundError, ValidationFailedError */
  async override(rideId: number, body: MetadataOverrideBody): Promise<RideMetadataView> {
    const canonicalRideId = await this.overrides.set(rideId, body);
    return (await this.metadata.ofRide(canonicalRideId))!;
  }
}
