import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../../common/async/task-tracker.js';
import { DomainError } from '../../../common/domain-error.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { CanonicalGroups } from '../../catalog/canonical-groups.service.js';
import { CatalogSyncJob } from '../../catalog/sync/catalog-jobs.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { activeLeaseText, type ActiveLease } from '../../jobs/job-lease.entity.js';
import { SyncRunRepository } from './metadata-sync.repository.js';
import { SyncableRideRepository } from './syncable-ride.sql.js';
import { MetadataSync, type MetadataSyncOptions } from './metadata-sync.service.js';
import { describeProgress, type SyncProgress } from './sync-progress.js';

interface ParkName {
  parkId: number;
  name: string;
}

export class MetadataSyncInProgressError extends DomainError {
  /** @param syncId null: the running synchronisation has no id yet */
  constructor(syncId: number | null, lease: ActiveLease | null) {
    super('METADATA_SYNC_IN_PROGRESS', `A metadata synchronisation is already running${activeLeaseText(lease)}`, {
      syncId,
    });
  }
}

/** Both park and ride exist, but the ride is in another park. */
export class RideNotInParkError extends DomainError {
  constructor(ride: { rideId: number; name: string; parkId: number; parkName: string }, requested: ParkName) {
    const message =
      `Ride ${ride.rideId} (${ride.name}) is in park ${ride.parkId} (${ride.parkName}), ` +
      `not in park ${requested.parkId} (${requested.name})`;
    super('VALIDATION_FAILED', message, { rideId: [message] });
  }
}

export const METADATA_SYNC_JOB = 'metadata-sync';
const LEASE_MS = 120_000;

/** Runs at most one synchronisation at a time across all processes. */
@Injectable()
export class MetadataSyncJob implements OnModuleDestroy {
  private readonly logger = new Logger(MetadataSyncJob.name);
  private readonly tasks = new TaskTracker();

  constructor(
    private readonly metadata: MetadataSync,
    private readonly leases: JobLeaseService,
    private readonly catalog: CatalogService,
    private readonly canonicalGroups: CanonicalGroups,
    private readonly identities: SyncableRideRepository,
    private readonly runs: SyncRunRepository,
  ) {}

  /**
   * Runs a synchronisation to its end.
   * @throws MetadataSyncInProgressError, ParkNotFoundError, RideNotFoundError, RideNotInParkError
   */
  async run(options: MetadataSyncOptions = {}): Promise<SyncProgress> {
    return this.tasks.follow(this.runUnderLease(await this.checked(options)));
  }

  /**
   * Starts a synchronisation in the background and returns its id. Its result is logged and stored in `metadata_syncs`.
   * @throws the same errors as {@link run}
   */
  async start(options: MetadataSyncOptions): Promise<number> {
    const checked = await this.checked(options);
    return this.tasks.begin<number>(
      (onStarted) => this.runUnderLease({ ...checked, onStarted }),
      (error) => {
        if (!(error instanceof MetadataSyncInProgressError))
          this.logger.error(`metadata synchronisation failed: ${String(error)}`);
      },
    );
  }

  /** Whether the catalogue contains any ride. */
  async hasRides(): Promise<boolean> {
    return this.identities.hasAny();
  }

  async isRunning(): Promise<boolean> {
    return this.leases.isRunning(METADATA_SYNC_JOB);
  }

  /** Stops a running synchronisation after the current entity; its progress is saved. */
  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  /** Replaces a linked ride by its target and checks that park and ride belong together. */
  private async checked({ parkId = null, rideId = null, ...rest }: MetadataSyncOptions): Promise<MetadataSyncOptions> {
    const park = parkId === null ? null : await this.catalog.getPark(parkId);
    const canonicalGroup = rideId === null ? null : await this.canonicalGroups.of(rideId);
    const canonicalRideId = canonicalGroup?.canonicalRideId ?? null;
    if (park !== null && canonicalRideId !== null) await this.checkPark(park, canonicalRideId);
    return { ...rest, parkId, rideId: canonicalRideId };
  }

  private async checkPark(park: { parkId: number; name: string }, rideId: number): Promise<void> {
    const [ride] = await this.identities.find({ parkId: null, rideId });
    if (ride !== undefined && ride.parkId !== park.parkId) throw new RideNotInParkError(ride, park);
  }

  private async runUnderLease({ signal, ...options }: MetadataSyncOptions): Promise<SyncProgress> {
    const outcome = await this.leases.runExclusive({
      name: METADATA_SYNC_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.metadata.sync({ ...options, signal: this.tasks.signalWith(lost, signal) }),
      describe: describeProgress,
    });
    if (!outcome.ran) {
      const lease = await this.leases.findActive(METADATA_SYNC_JOB);
      throw new MetadataSyncInProgressError(await this.runs.findRunningId(), lease);
    }
    this.logger.log(`metadata: ${describeProgress(outcome.result)}`);
    return outcome.result;
  }
}

const CATALOGUE_POLL_MS = 5_000;

/** The scheduled synchronisation. Also runs at start if there was none yet or the last one was interrupted. */
@Injectable()
export class MetadataSyncHandler implements JobHandler {
  constructor(
    private readonly job: MetadataSyncJob,
    private readonly catalogue: CatalogSyncJob,
    private readonly runs: SyncRunRepository,
  ) {}

  async isDueAtStart(): Promise<boolean> {
    return !(await this.runs.hasLastWholeRunEnded());
  }

  // Runs after the catalogue. 6,000 rides at a quarter of the request budget take two hours; the next run does the rest.
  @Cron('0 30 5 * * *', { name: METADATA_SYNC_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Reads positions, height limits and tags from the live API',
    timeoutMs: 6 * HOUR_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.untilCatalogue(signal);
    try {
      await this.job.run({ signal });
    } catch (error) {
      // Another process, or an admin, has already started it.
      if (!(error instanceof MetadataSyncInProgressError)) throw error;
    }
  }

  /** At the very first start, waits for the catalogue: without it there are no rides to synchronise. */
  private async untilCatalogue(signal: AbortSignal): Promise<void> {
    if ((await this.runs.findLast()) !== null) return;
    while (!(await this.catalogue.hasCatalogue())) await delay(CATALOGUE_POLL_MS, undefined, { signal });
  }
}
