import { Injectable } from '@nestjs/common';
import { noteBefore } from '../../common/http/access/audit-trail.js';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { CatalogApiService } from '../catalog/catalog-api.service.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { CanonicalGroups } from '../catalog/canonical-groups.service.js';
import { eastward } from './check-position.js';
import { coverageReport } from './field-coverage.js';
import type {
  CoverageReportView,
  MetadataOverrideBody,
  MetadataSyncBody,
  StartedSyncView,
  SyncStatusView,
} from './metadata-admin.dto.js';
import { CoverageRepository } from './coverage.sql.js';
import { MetadataReadRepository } from './metadata-read.repository.js';
import type {
  MetadataChangeView,
  NearbyQuery,
  NearbyRideView,
  RideDetailView,
  RideMetadataView,
} from './metadata.dto.js';
import { NearbyRepository } from './nearby.sql.js';
import type { EditedRideView, ReviewedRideView, ReviewQuery } from './review.dto.js';
import { ReviewRepository } from './review.sql.js';
import { OverrideService } from './override.service.js';
import { MetadataSyncJob } from './sync/metadata-sync-jobs.js';
import { SyncRunRepository } from './sync/metadata-sync.repository.js';

/** Metadata of rides for the public API. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly repository: MetadataReadRepository,
    private readonly canonicalGroups: CanonicalGroups,
    private readonly catalog: CatalogApiService,
  ) {}

  /** @throws RideNotFoundError */
  async detail(rideId: number): Promise<RideDetailView> {
    const ride = await this.catalog.ride(rideId);
    return { ...ride, metadata: await this.ofRide(ride.rideId) };
  }

  /** Metadata of a ride that is not linked to another one; null until its first synchronisation. */
  async ofRide(rideId: number): Promise<RideMetadataView | null> {
    const known = await this.repository.find(rideId);
    return known === null ? null : { ...known, manualFields: await this.repository.findManualFields(rideId) };
  }

  /** A ride with the values that can be set by hand; for a linked ride, its target. @throws RideNotFoundError */
  async edited(requestedRideId: number): Promise<EditedRideView> {
    const { rideId, name, park, metadata } = await this.detail(requestedRideId);
    const { rideIds } = await this.canonicalGroups.of(rideId);
    const origins = await this.repository.findOrigins(rideIds);
    return { rideId, name, parkId: park.parkId, parkName: park.name, metadata, origins };
  }

  /** Every change of the ride and of the rides linked to it, newest first. @throws RideNotFoundError */
  async history(rideId: number, query: PageQuery): Promise<Page<MetadataChangeView>> {
    const { rideIds } = await this.canonicalGroups.of(rideId);
    const { data, total } = await this.repository.findHistory(rideIds, query);
    return pageOf(data, total, query);
  }
}

/** Rounds to decimetres: positions are not more precise, and further digits differ between database servers. */
const DIGITS = 10;

/** Finds rides around a point. */
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

/** Metadata for the admin API: synchronisation, coverage and overrides. */
@Injectable()
export class MetadataAdminService {
  constructor(
    private readonly job: MetadataSyncJob,
    private readonly runs: SyncRunRepository,
    private readonly coverages: CoverageRepository,
    private readonly reviews: ReviewRepository,
    private readonly overrides: OverrideService,
    private readonly metadata: MetadataService,
    private readonly catalog: CatalogService,
  ) {}

  /** @throws MetadataSyncInProgressError, ParkNotFoundError, RideNotFoundError, RideNotInParkError */
  async startSync(body: MetadataSyncBody): Promise<StartedSyncView> {
    return { syncId: await this.job.start(body) };
  }

  async syncStatus(): Promise<SyncStatusView> {
    // The order matters: a run that ends between the two reads must not be reported as interrupted.
    const running = await this.job.isRunning();
    const run = await this.runs.findLast();
    const lastRun = run && { ...run, interrupted: run.finishedAt === null && !running };
    return { running: running && run?.finishedAt === null, lastRun };
  }

  /** @param parkId null: all parks. @throws ParkNotFoundError */
  async coverage(parkId: number | null): Promise<CoverageReportView> {
    if (parkId !== null) await this.catalog.getPark(parkId);
    return coverageReport(await this.coverages.countByPark(parkId));
  }

  /** @throws ParkNotFoundError */
  async review(query: ReviewQuery): Promise<Page<ReviewedRideView>> {
    if (query.parkId !== undefined) await this.catalog.getPark(query.parkId);
    return pageOf(await this.reviews.find(query), await this.reviews.count(query), query);
  }

  /** @throws RideNotFoundError */
  async edited(rideId: number): Promise<EditedRideView> {
    return this.metadata.edited(rideId);
  }

  /** @throws RideNotFoundError, ValidationFailedError */
  async override(rideId: number, body: MetadataOverrideBody): Promise<RideMetadataView> {
    noteBefore(await this.metadata.ofRide(rideId));
    const canonicalRideId = await this.overrides.set(rideId, body);
    return (await this.metadata.ofRide(canonicalRideId))!;
  }
}
