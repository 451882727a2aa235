import { Injectable } from '@nestjs/common';
import { mapWithConcurrency } from '../../common/async/concurrency.js';
import { TtlCache } from '../../common/ttl-cache.js';
import { Clock } from '../../common/time/clock.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { CatalogService } from '../catalog/catalog.service.js';
import type { ArchiveDestinationList, ArchiveDestinationView, LastImportView } from './import-report.dto.js';
import type { ImportRecord } from './import-record.js';
import { ImportRepository } from './import.repository.js';
import { ArchiveSource } from './source/archive-source.js';

const LISTINGS_AT_ONCE = 4;
/** The archive grows by one file a day, and listing years of files of every destination takes a while. */
const KEEP_MS = 5 * MINUTE_MS;

type Extent = Pick<ArchiveDestinationView, 'destinationId' | 'firstDay' | 'lastDay' | 'files' | 'bytes'>;

interface Listing {
  listedAt: Date;
  extents: Extent[];
}

/** Lists the destinations of the archive with their last imports. */
@Injectable()
export class ArchiveDestinationsService {
  private readonly listings: TtlCache<Listing>;

  constructor(
    private readonly source: ArchiveSource,
    private readonly catalog: CatalogService,
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {
    this.listings = new TtlCache(clock, KEEP_MS, { maxEntries: 1 });
  }

  /** @throws ArchiveUnavailableError */
  async list(): Promise<ArchiveDestinationList> {
    const { listedAt, extents } = await this.listings.getOrLoad('destinations', () => this.listArchive());
    const known = await this.catalog.destinationsByUuid();
    const latest = await this.imports.findLatestOfDestinations();
    const imports = new Map(latest.map((record) => [record.destinationWikiId, record]));
    return {
      listedAt,
      data: extents.map((extent) => ({
        ...extent,
        name: known.get(extent.destinationId)?.name ?? null,
        parks: known.get(extent.destinationId)?.parks ?? [],
        lastImport: lastImportView(imports.get(extent.destinationId)),
      })),
    };
  }

  private async listArchive(): Promise<Listing> {
    const listedAt = this.clock.now();
    const destinations = await this.source.listDestinations();
    const extents = await mapWithConcurrency(destinations, LISTINGS_AT_ONCE, async ({ themeparksWikiId }) => {
      const objects = await this.source.listObjects(themeparksWikiId, {});
      return {
        destinationId: themeparksWikiId,
        firstDay: objects.at(0)?.day ?? null,
        lastDay: objects.at(-1)?.day ?? null,
        files: objects.length,
        bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      };
    });
    return { listedAt, extents };
  }
}

function lastImportView(record: ImportRecord | undefined): LastImportView | null {
  if (record === undefined) return null;
  const { importId, status, createdAt, finishedAt } = record;
  return { importId, status, createdAt, finishedAt };
}
