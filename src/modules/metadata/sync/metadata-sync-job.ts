import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TaskTracker } from '../../../common/async/work-in-hand.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { RideService } from '../../catalog/ride.service.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { MetadataSyncInProgressError, RideNotInParkError } from '../metadata-errors.js';
import { MetadataSync, type MetadataSyncOptions } from './metadata-sync.service.js';
import { describeProgress, type SyncProgress } from './sync-progress.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { SyncableRideRepository } from './syncable-ride.repository.js';

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
      const hold = await this.leases.findHold(METADATA_SYNC_JOB);
      throw new MetadataSyncInProgressError(await this.runs.findRunningId(), hold);
    }
    this.logger.log(`metadata: ${describeProgress(outcome.result)}`);
    return outcome.result;
  }
}
