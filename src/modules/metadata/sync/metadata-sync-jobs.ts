import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../../common/async/task-tracker.js';
import { DomainError } from '../../../common/domain-error.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { RideService } from '../../catalog/ride.service.js';
import { CatalogSyncJob } from '../../catalog/sync/catalog-jobs.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { activeLeaseText, type ActiveLease } from '../../jobs/job-lease.entity.js';
import { SyncableRideRepository, SyncRunRepository } from './metadata-sync.repository.js';
import { MetadataSync, type MetadataSyncOptions } from './metadata-sync.service.js';
import { describeProgress, type SyncProgress } from './sync-progress.js';

interface ParkName {
  parkId: number;
  name: string;
}

export class MetadataSyncInProgressError extends DomainError {
  /** `syncId` null: it is only just beginning. */
  constructor(syncId: number | null, hold: ActiveLease | null) {
    super('METADATA_SYNC_IN_PROGRESS', `A synchronisation of the metadata is under way${activeLeaseText(hold)}`, {
      syncId,
    });
  }
}

/** Park and ride are both known, and do not belong together. */
export class RideNotInParkError extends DomainError {
  constructor(ride: { rideId: number; name: string; parkId: number; parkName: string }, asked: ParkName) {
    const message =
      `Ride ${ride.rideId} (${ride.name}) is in park ${ride.parkId} (${ride.parkName}), ` +
      `not in park ${asked.parkId} (${asked.name})`;
    super('VALIDATION_FAILED', message, { rideId: [message] });
  }
}

export const METADATA_SYNC_JOB = 'metadata-sync';
const LEASE_MS = 120_000;

/** One synchronisation at a time, whatever the number of processes. */
@Injectable()
export class MetadataSyncJob implements OnModuleDestroy {
  private readonly logger = new Logger(MetadataSyncJob.name);
  private readonly inHand = new TaskTracker();

  constructor(
    private readonly metadata: MetadataSync,
    private readonly leases: JobLeaseService,
    private readonly catalog: CatalogService,
    private readonly rides: RideService,
    private readonly identities: SyncableRideRepository,
    private readonly runs: SyncRunRepository,
  ) {}

  /**
   * A whole synchronisation.
   * @throws MetadataSyncInProgressError, ParkNotFoundError, RideNotFoundError, RideNotInParkError
   */
  async run(options: MetadataSyncOptions = {}): Promise<SyncProgress> {
    return this.inHand.follow(this.runUnderLease(await this.checked(options)));
  }

  /** Begins one and returns its id; how it ends is in the log and in its books. @throws as {@link run} */
  async start(options: MetadataSyncOptions): Promise<number> {
    const checked = await this.checked(options);
    return this.inHand.begin<number>(
      (onStarted) => this.runUnderLease({ ...checked, onStarted }),
      (error) => {
        if (!(error instanceof MetadataSyncInProgressError)) this.logger.error(`the sync ended: ${String(error)}`);
      },
    );
  }

  /** Whether the catalogue has any ride to ask about. */
  async hasRides(): Promise<boolean> {
    return this.identities.hasAny();
  }

  async isRunning(): Promise<boolean> {
    return this.leases.isRunning(METADATA_SYNC_JOB);
  }

  /** A run that is under way ends between two entities, and keeps its books. */
  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  /** A ride that is linked to another one is asked for as that one. */
  private async checked({ parkId = null, rideId = null, ...rest }: MetadataSyncOptions): Promise<MetadataSyncOptions> {
    const park = parkId === null ? null : await this.catalog.getPark(parkId);
    const canonicalGroup = rideId === null ? null : await this.rides.canonicalGroupOf(rideId);
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
      work: (lost) => this.metadata.sync({ ...options, signal: this.inHand.signalWith(lost, signal) }),
      describe: describeProgress,
    });
    if (!outcome.ran) {
      const hold = await this.leases.findActive(METADATA_SYNC_JOB);
      throw new MetadataSyncInProgressError(await this.runs.findRunningId(), hold);
    }
    this.logger.log(`metadata: ${describeProgress(outcome.result)}`);
    return outcome.result;
  }
}

const CATALOGUE_LOOK_MS = 5_000;

/** The scheduled synchronisation; also at a start at which there was none yet, or the last one was cut off. */
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

  // After the catalogue. 6,000 rides at a quarter of the request budget take two hours; the next run does the rest.
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
      // Another process is at it, or a person: the work is being done.
      if (!(error instanceof MetadataSyncInProgressError)) throw error;
    }
  }

  /** At the very first start the catalogue is being fetched too: without it there is no ride to ask about. */
  private async untilCatalogue(signal: AbortSignal): Promise<void> {
    if ((await this.runs.findLast()) !== null) return;
    while (!(await this.catalogue.hasCatalogue())) await delay(CATALOGUE_LOOK_MS, undefined, { signal });
  }
}
