import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency } from '../../../common/async/concurrency.js';
import { groupBy } from '../../../common/collections.js';
import { DomainError, reasonText } from '../../../common/domain-error.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { LiveApiError } from '../../themeparks-api/live-api-errors.js';
import { FactsWriter, type WrittenFacts } from '../metadata-writer.js';
import { SyncableRideRepository, SyncRunRepository } from './metadata-sync.repository.js';
import { factsOfDocument, factsOfListing } from './read-facts.js';
import { type EntityResponse, readDocument, readListing } from './read-responses.js';
import { addFailure, beginProgress, type SyncFailure, type SyncProgress } from './sync-progress.js';
import { dueRides, listedIdOf, type SyncableRide } from './syncable-ride.js';

export interface MetadataSyncOptions {
  parkId?: number | null | undefined;
  rideId?: number | null | undefined;
  /** Also rides whose turn it is not. */
  force?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onStarted?: ((syncId: number) => void) | undefined;
  onProgress?: ((progress: Readonly<SyncProgress>) => void) | undefined;
}

const WIDTH = 4;
/** A day, less what the runs of two days may differ in length. */
const FRESH_MS = 20 * HOUR_MS;
/** So many requests without an answer one after the other: the API is away, and the next run goes on from here. */
const MOST_UNANSWERED = 25;
const SAVED_EVERY_RIDES = 10;

interface Work extends Pick<MetadataSyncOptions, 'signal' | 'onProgress'> {
  progress: SyncProgress;
  /** In a row. */
  unanswered: number;
}

/**
 * Asks the source about every ride: first where all of a destination's are, then each for its tags, the longest without
 * news first. A run that was cut off needs no resuming: the next one finds done what it had done.
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

  /** @throws LiveApiError where the API is away; what was learnt before is stored */
  async sync(options: MetadataSyncOptions = {}): Promise<SyncProgress> {
    const { parkId = null, rideId = null, force = false, signal, onProgress } = options;
    const startedAt = this.clock.now();
    const rides = (await this.rides.find({ parkId, rideId })).filter(hasId);
    const due = dueRides(rides, force ? null : new Date(startedAt.getTime() - FRESH_MS));
    const destinations = groupBy(due, ({ destinationId }) => destinationId).size;
    const syncId = await this.runs.begin({ parkId, rideId }, force, startedAt);
    options.onStarted?.(syncId);
    const work = { progress: beginProgress(syncId, destinations, due.length), unanswered: 0, signal, onProgress };
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

  /** Asks about the destinations of the rides whose turn it is; takes over what is said of any of their rides. */
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

  /** What goes wrong with one entity costs that entity's news; an API that is away ends the run. */
  private async attempt(
    work: Work,
    about: Omit<SyncFailure, 'reason'>,
    step: () => Promise<WrittenFacts>,
  ): Promise<void> {
    work.signal?.throwIfAborted();
    try {
      const { changed, kept, refused } = await step();
      work.unanswered = 0;
      if (about.rideId !== null) work.progress.ridesChanged += changed;
      work.progress.valuesKept += kept;
      work.progress.valuesRefused += refused;
    } catch (error) {
      if (!(error instanceof DomainError) || work.signal?.aborted) throw error;
      addFailure(work.progress, { ...about, reason: error.message });
      this.logger.warn(`"${about.name}" keeps what is known: ${error.message}`);
      // An entity that the API does not know is an answer.
      work.unanswered = error instanceof LiveApiError && error.isWorthRetrying ? work.unanswered + 1 : 0;
      if (work.unanswered >= MOST_UNANSWERED) throw error;
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
