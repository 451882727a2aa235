import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency } from '../../../common/async/concurrency.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError } from '../../../common/domain-error.js';
import { FindingsService } from '../../findings/findings.service.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { RideActivity } from '../registry/entity-changes.service.js';
import { ScheduleSync } from '../schedule/schedule-sync.service.js';
import {
  DestinationNotListedError,
  type ListedDestination,
  type ParkFacts,
  readChildren,
  readDestinations,
  readParkFacts,
} from './catalog-responses.js';
import { SyncRepository } from './catalog-sync.repository.js';
import { CatalogClaims } from './catalog-claims.js';
import { type DestinationListing, DestinationSync } from './destination-sync.service.js';
import { listedParks } from './listed-park.js';
import { removedUpstreamFinding, unreadableFinding } from './sync-findings.js';
import {
  addCounts,
  type CatalogProgress,
  NO_COUNTS,
  type OnCatalogProgress,
  type RemovedUpstream,
  type ScheduleReport,
  scheduleReport,
  type SyncCounts,
  type SyncFailure,
  type SyncReport,
} from './sync-report.js';

export interface SyncOptions {
  /** Only this destination (UUID); nothing else is changed. */
  destination?: string;
  /** Deactivate missing entities, however many there are. */
  allowDeactivation?: boolean;
  signal?: AbortSignal;
  onProgress?: OnCatalogProgress;
}

const WIDTH = 2;
const MAX_VANISHED_DESTINATIONS_SHARE = 0.5;

/**
 * Synchronises destinations, parks, rides and schedules with the catalogue. A failure of one destination or park does not
 * affect the others. Can be repeated at any time.
 */
@Injectable()
export class CatalogSync {
  private readonly logger = new Logger(CatalogSync.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly source: EntityClient,
    private readonly destinations: DestinationSync,
    private readonly schedules: ScheduleSync,
    private readonly repository: SyncRepository,
    private readonly activity: RideActivity,
    private readonly findings: FindingsService,
  ) {}

  /**
   * @throws LiveApiError, MalformedResponseError if the list of destinations is unavailable
   * @throws DestinationNotListedError if the requested destination is not in it
   */
  async sync(options: SyncOptions = {}): Promise<SyncReport> {
    const { data, rejected } = readDestinations(await this.source.fetchDestinations(options.signal));
    const wanted = data.filter(
      ({ themeparksWikiId }) => (options.destination ?? themeparksWikiId) === themeparksWikiId,
    );
    if (options.destination !== undefined && wanted.length === 0) {
      throw new DestinationNotListedError(options.destination);
    }
    const failures: SyncFailure[] = [];
    const attempt = <T>(entity: Named, work: () => Promise<T>) => this.attempt(entity, work, failures, options.signal);
    const reportProgress = progressReporter('destination', wanted.length, options.onProgress);
    const parkIds = new Set(wanted.flatMap(({ parks }) => parks.map(({ themeparksWikiId }) => themeparksWikiId)));
    // Fetch all lists first: the owner of a park or ride depends on all of them.
    const listings = await mapWithConcurrency(wanted, WIDTH, (destination) =>
      attempt(destination, () => this.fetchListing(destination, parkIds, options)),
    );
    const claims = claimsOf(data, listings);
    const fetched = wanted.map((destination, index) => ({ destination, listing: listings[index] ?? null }));
    const results = await mapWithConcurrency(fetched, WIDTH, async ({ destination, listing }) => {
      const apply = () => this.destinations.apply(listing!, claims, options.allowDeactivation === true);
      const counts = listing === null ? null : await attempt(destination, apply);
      reportProgress(destination);
      return counts ?? NO_COUNTS;
    });
    const counts = results.reduce<SyncCounts>(addCounts, NO_COUNTS);
    const { missing, removed } =
      options.destination === undefined
        ? await this.retire(data, rejected, options.allowDeactivation === true)
        : { missing: NO_COUNTS, removed: [] };
    const emptied = wanted.flatMap((destination, index): RemovedUpstream[] => {
      const { kept } = results[index]!;
      return kept === 0 ? [] : [{ ...identityOf(destination), entities: kept, isKept: true }];
    });
    const report = {
      ...addCounts(counts, missing),
      destinations: wanted.length,
      removed: [...removed, ...emptied],
      failures,
    };
    const schedules = await this.syncSchedules(parkIds, attempt, options);
    return { ...report, ...schedules };
  }

  /** Adds parks that are listed only among the descendants to `parkIds`. */
  private async fetchListing(
    destination: ListedDestination,
    parkIds: Set<string>,
    options: SyncOptions,
  ): Promise<DestinationListing> {
    const response = readChildren(await this.source.fetchChildren(destination.themeparksWikiId, options.signal));
    const facts = new Map<string, ParkFacts>();
    for (const { themeparksWikiId: id } of listedParks(destination, response.data, facts)) {
      parkIds.add(id);
      const reported = await this.factsOf(id, options.signal);
      if (reported !== null) facts.set(id, reported);
    }
    const parks = listedParks(destination, response.data, facts);
    return { destination, children: response.data, parks, rejected: response.rejected };
  }

  /** Null: the park's document is unavailable; its known values are kept. */
  private async factsOf(parkId: string, signal: AbortSignal | undefined): Promise<ParkFacts | null> {
    try {
      return readParkFacts(await this.source.fetchEntity(parkId, signal));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn(`park ${parkId} keeps its known values: ${error.message}`);
      return null;
    }
  }

  /** Deactivates removed destinations, unless more than half of them are missing at once. */
  private async retire(
    listed: readonly ListedDestination[],
    rejected: readonly string[],
    allowDeactivation: boolean,
  ): Promise<{ missing: SyncCounts; removed: RemovedUpstream[] }> {
    const ids = new Set(listed.map(({ themeparksWikiId }) => themeparksWikiId));
    return this.transactions.run(async (manager) => {
      const active = await this.repository.findActiveDestinations(manager);
      const removed = active.filter(({ themeparksWikiId }) => !ids.has(themeparksWikiId));
      const isKept = removed.length > active.length * MAX_VANISHED_DESTINATIONS_SHARE && !allowDeactivation;
      if (rejected.length > 0) await this.findings.record(manager, [unreadableFinding(null, rejected)]);
      if (isKept)
        await this.findings.record(manager, [
          removedUpstreamFinding(
            null,
            removed.map(({ name }) => name),
          ),
        ]);
      else {
        for (const { destinationId } of removed) {
          const rideIds = await this.repository.deactivateDestination(manager, destinationId);
          await this.activity.set(manager, rideIds, false);
        }
      }
      return {
        missing: { ...NO_COUNTS, [isKept ? 'kept' : 'deactivated']: removed.length },
        removed: removed.map((destination) => ({ ...identityOf(destination), entities: null, isKept })),
      };
    });
  }

  private async syncSchedules(
    parkIds: ReadonlySet<string>,
    attempt: Attempt,
    { signal, onProgress }: SyncOptions,
  ): Promise<ScheduleReport> {
    const parks = (await this.schedules.parks()).filter(({ themeparksWikiId }) => parkIds.has(themeparksWikiId));
    signal?.throwIfAborted();
    const reportProgress = progressReporter('schedule', parks.length, onProgress);
    const results = await mapWithConcurrency(parks, WIDTH, async (park) => {
      const changes = await attempt(park, () => this.schedules.syncPark(park, signal));
      reportProgress(park);
      return changes;
    });
    await this.schedules.settlePassed();
    return scheduleReport(results.filter((counts) => counts !== null));
  }

  /** Null: the work failed with a domain error, which is added to `failures`. */
  private async attempt<T>(
    entity: Named,
    work: () => Promise<T>,
    failures: SyncFailure[],
    signal: AbortSignal | undefined,
  ): Promise<T | null> {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failures.push({ ...identityOf(entity), reason: error.message });
      this.logger.warn(`${identityOf(entity).name} stays unchanged: ${error.message}`);
      return null;
    }
  }
}

function claimsOf(
  destinations: readonly ListedDestination[],
  listings: readonly (DestinationListing | null)[],
): CatalogClaims {
  const known = listings.filter((listing) => listing !== null);
  const idsOf = ({ children }: DestinationListing) => new Set(children.map(({ themeparksWikiId }) => themeparksWikiId));
  return new CatalogClaims(
    destinations,
    new Map(known.map((listing) => [listing.destination.themeparksWikiId, idsOf(listing)])),
  );
}

interface Named {
  themeparksWikiId: string;
  name: string | null;
}
type Attempt = <T>(entity: Named, work: () => Promise<T>) => Promise<T | null>;

function identityOf({ themeparksWikiId, name }: Named): { themeparksWikiId: string; name: string } {
  return { themeparksWikiId, name: name ?? themeparksWikiId };
}

/** Reports progress; failed entities count as done. */
function progressReporter(
  step: CatalogProgress['step'],
  total: number,
  onProgress: OnCatalogProgress | undefined,
): (entity: Named) => void {
  let done = 0;
  return (entity) => onProgress?.({ step, done: ++done, total, name: identityOf(entity).name });
}
