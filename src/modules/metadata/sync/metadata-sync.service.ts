import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency } from '../../../common/async/concurrency.js';
import { groupBy } from '../../../common/collections.js';
import { DomainError, reasonText } from '../../../common/domain-error.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { LiveApiError } from '../../themeparks-api/live-api-errors.js';
import { FactsWriter, type WrittenFacts } from '../metadata-writer.js';
import { SyncRunRepository } from './metadata-sync.repository.js';
import { SyncableRideRepository } from './syncable-ride.sql.js';
import { factsOfDocument, factsOfListing } from './read-facts.js';
import { type EntityResponse, readDocument, readListing } from './read-responses.js';
import { addFailure, beginProgress, type SyncFailure, type SyncProgress } from './sync-progress.js';
import { dueRides, listedIdOf, type SyncableRide } from './syncable-ride.js';

export interface MetadataSyncOptions {
  parkId?: number | null | undefined;
  rideId?: number | null | undefined;
  /** Include rides that are not due. */
  force?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onStarted?: ((syncId: number) => void) | undefined;
  onProgress?: ((progress: Readonly<SyncProgress>) => void) | undefined;
}

const WIDTH = 4;
/** A day minus the possible difference in length between the runs of two days. */
const FRESH_MS = 20 * HOUR_MS;
/** This many consecutive failed requests mean that the API is unreachable. The next run continues from here. */
const MAX_CONSECUTIVE_FAILURES = 25;
const SAVED_EVERY_RIDES = 10;

interface Work extends Pick<MetadataSyncOptions, 'signal' | 'onProgress'> {
  progress: SyncProgress;
  consecutiveFailures: number;
}

/**
 * Reads the metadata of every ride from the source: first the listing of each destination, which has positions and types,
 * then the document of each ride, which has its tags, the least recently read first. An interrupted run needs no resume:
 * the next run skips the rides that are done.
 */
@Injectable()
export class MetadataSync {
  private readonly logger = new Logger(MetadataSync.name);

  constructor(
    private readonly source: EntityClient,
    private readonly rides: SyncableRideRepository,
    private readonly writer: FactsWriter,
    private readonly runs: SyncRunRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws LiveApiError if the API is unreachable; results up to then are stored */
  async sync(options: MetadataSyncOptions = {}): Promise<SyncProgress> {
    const { parkId = null, rideId = null, force = false, signal, onProgress } = options;
    const startedAt = this.clock.now();
    const rides = (await this.rides.find({ parkId, rideId })).filter(hasId);
    const due = dueRides(rides, force ? null : new Date(startedAt.getTime() - FRESH_MS));
    const destinations = groupBy(due, ({ destinationId }) => destinationId).size;
    const syncId = await this.runs.begin({ parkId, rideId }, force, startedAt);
    options.onStarted?.(syncId);
    const work = {
      progress: beginProgress(syncId, destinations, due.length),
      consecutiveFailures: 0,
      signal,
      onProgress,
    };
    try {
      await this.report(work);
      const listings = await this.syncListings(rides, due, work);
      await this.syncDocuments(due, listings, work);
      await this.report(work);
      await this.runs.finish(syncId, this.clock.now(), null);
    } catch (error) {
      await this.report(work);
      await this.runs.finish(syncId, this.clock.now(), endOf(error, signal));
      throw error;
    }
    return work.progress;
  }

  /** Reads the listings of all destinations with due rides, and applies them to every ride of these destinations. */
  private async syncListings(
    rides: readonly SyncableRide[],
    due: readonly SyncableRide[],
    work: Work,
  ): Promise<Map<number, Map<string, EntityResponse>>> {
    const listings = new Map<number, Map<string, EntityResponse>>();
    const wanted = new Set(due.map(({ destinationId }) => destinationId));
    const byDestination = [...groupBy(rides, ({ destinationId }) => destinationId)];
    await mapWithConcurrency(
      byDestination.filter(([destinationId]) => wanted.has(destinationId)),
      WIDTH,
      async ([destinationId, ofDestination]) => {
        const { destinationUuid: themeparksWikiId, destinationName: name } = ofDestination[0]!;
        await this.attempt(work, { rideId: null, themeparksWikiId, name }, async () => {
          const listing = readListing(await this.source.fetchChildren(themeparksWikiId, work.signal));
          listings.set(destinationId, listing);
          return this.applyListing(ofDestination, listing);
        });
        work.progress.destinationsDone++;
        await this.report(work);
      },
    );
    return listings;
  }

  private async applyListing(
    rides: readonly SyncableRide[],
    listing: ReadonlyMap<string, EntityResponse>,
  ): Promise<WrittenFacts> {
    const reported = rides.flatMap((ride) => {
      const listed = listing.get(listedIdOf(ride, listing));
      return listed === undefined ? [] : [{ rideId: ride.rideId, ride, ...factsOfListing(ride, listed) }];
    });
    return this.writer.write(reported, 'LISTING');
  }

  private async syncDocuments(
    due: readonly SyncableRide[],
    listings: ReadonlyMap<number, ReadonlyMap<string, EntityResponse>>,
    work: Work,
  ): Promise<void> {
    await mapWithConcurrency(due, WIDTH, async (ride) => {
      const listing = listings.get(ride.destinationId);
      const themeparksWikiId = listedIdOf(ride, listing);
      await this.attempt(work, { rideId: ride.rideId, themeparksWikiId, name: ride.name }, async () => {
        const document = readDocument(await this.source.fetchEntity(themeparksWikiId, work.signal), themeparksWikiId);
        const listed = listing === undefined ? undefined : (listing.get(themeparksWikiId) ?? null);
        const facts = factsOfDocument(ride, document, listed);
        return this.writer.write([{ rideId: ride.rideId, ride, ...facts }], 'ENTITY');
      });
      work.progress.ridesDone++;
      if (work.progress.ridesDone % SAVED_EVERY_RIDES === 0) await this.report(work);
      else work.onProgress?.(work.progress);
    });
  }

  /** The failure of one entity affects only that entity; an unreachable API ends the run. */
  private async attempt(
    work: Work,
    about: Omit<SyncFailure, 'reason'>,
    step: () => Promise<WrittenFacts>,
  ): Promise<void> {
    work.signal?.throwIfAborted();
    try {
      const { changed, kept, refused } = await step();
      work.consecutiveFailures = 0;
      if (about.rideId !== null) work.progress.ridesChanged += changed;
      work.progress.valuesKept += kept;
      work.progress.valuesRefused += refused;
    } catch (error) {
      if (!(error instanceof DomainError) || work.signal?.aborted) throw error;
      addFailure(work.progress, { ...about, reason: error.message });
      this.logger.warn(`"${about.name}" keeps its known values: ${error.message}`);
      // A response that the entity is unknown proves that the API is reachable.
      work.consecutiveFailures =
        error instanceof LiveApiError && error.isWorthRetrying ? work.consecutiveFailures + 1 : 0;
      if (work.consecutiveFailures >= MAX_CONSECUTIVE_FAILURES) throw error;
    }
  }

  private async report({ progress, onProgress }: Work): Promise<void> {
    await this.runs.save(progress, this.clock.now());
    onProgress?.(progress);
  }
}

const hasId = ({ themeparksWikiIds }: SyncableRide): boolean => themeparksWikiIds.length > 0;

function endOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted) return `stopped: ${signal.reason instanceof Error ? signal.reason.message : 'on request'}`;
  return reasonText(error);
}
