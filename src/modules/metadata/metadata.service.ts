import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { CatalogApiService } from '../catalog/catalog-api.service.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { RideService } from '../catalog/ride.service.js';
import { eastward } from './check-position.js';
import { coverageReport } from './field-coverage.js';
import type {
  CoverageReportView,
  MetadataOverrideBody,
  MetadataSyncBody,
  StartedSyncView,
  SyncStatusView,
} from './metadata-admin.dto.js';
import { CoverageRepository, MetadataReadRepository } from './metadata-read.repository.js';
import type {
  MetadataChangeView,
  NearbyQuery,
  NearbyRideView,
  RideDetailView,
  RideMetadataView,
} from './metadata.dto.js';
import { NearbyRepository } from './nearby.repository.js';
import { OverrideService } from './override.service.js';
import { MetadataSyncJob } from './sync/metadata-sync-jobs.js';
import { SyncRunRepository } from './sync/metadata-sync.repository.js';

/** What is known of rides beyond their names. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly repository: MetadataReadRepository,
    private readonly rides: RideService,
    private readonly catalog: CatalogApiService,
  ) {}

  /** @throws RideNotFoundError */
  async detail(rideId: number): Promise<RideDetailView> {
    const ride = await this.catalog.ride(rideId);
    return { ...ride, metadata: await this.ofRide(ride.rideId) };
  }

  /** Of a ride that counts as itself; null until it was first synchronised. */
  async ofRide(rideId: number): Promise<RideMetadataView | null> {
    const known = await this.repository.find(rideId);
    return known === null ? null : { ...known, manualFields: await this.repository.findManualFields(rideId) };
  }

  /** Every change of the ride and of those linked to it, newest first. @throws RideNotFoundError */
  async history(rideId: number, query: PageQuery): Promise<Page<MetadataChangeView>> {
    const { rideIds } = await this.rides.canonicalGroupOf(rideId);
    const { data, total } = await this.repository.findHistory(rideIds, query);
    return pageOf(data, total, query);
  }
}

/** A decimetre: the positions are no better, and the last digits would differ between servers. */
const DIGITS = 10;

/** Rides around a point. */
@Injectable()
export class NearbyService {
  constructor(private readonly repository: NearbyRepository) {}

  async find(query: NearbyQuery): Promise<Page<NearbyRideView>> {
    const { latitude, longitude, radiusMeters, indoorOutdoor, entityType, maxHeightRequirementCm } = query;
    const centre = { latitude, longitude: eastward(longitude) };
    const filter = { indoorOutdoor, entityType, riderHeightCm: maxHeightRequirementCm };
    const { data, total } = await this.repository.find(centre, radiusMeters, filter, query);
    const rounded = data.map((ride) => ({
      ...ride,
      distanceMeters: Math.round(ride.distanceMeters * DIGITS) / DIGITS,
    }));
    return pageOf(rounded, total, query);
  }
}

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
