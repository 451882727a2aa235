import { Injectable } from '@nestjs/common';
import { mapWithConcurrency } from '../../common/async/concurrency.js';
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
  extents: Promise<Extent[]>;
}

/** Lists the destinations of the archive with their last imports. */
@Injectable()
export class ArchiveDestinationsService {
  /** Set as soon as listing begins, so that concurrent requests share one listing. */
  private listing: Listing | null = null;

  constructor(
    private readonly source: ArchiveSource,
    private readonly catalog: CatalogService,
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws ArchiveUnavailableError */
  async list(): Promise<ArchiveDestinationList> {
    const { listedAt, extents } = this.freshListing();
    const data = await extents;
    const names = await this.catalog.destinationNames();
    const latest = await this.imports.findLatestOfDestinations();
    const imports = new Map(latest.map((record) => [record.destinationWikiId, record]));
    return {
      listedAt,
      data: data.map((extent) => ({
        ...extent,
        name: names.get(extent.destinationId) ?? null,
        lastImport: lastImportView(imports.get(extent.destinationId)),
      })),
    };
  }

  private freshListing(): Listing {
    const listedAt = this.clock.now();
    if (this.listing !== null && listedAt.getTime() - this.listing.listedAt.getTime() < KEEP_MS) return this.listing;
    const listing: Listing = { listedAt, extents: this.listArchive() };
    this.listing = listing;
    // A failure is not cached: the next request tries again.
    listing.extents.catch(() => {
      if (this.listing === listing) this.listing = null;
    });
    return listing;
  }

  private async listArchive(): Promise<Extent[]> {
    const destinations = await this.source.listDestinations();
    return mapWithConcurrency(destinations, LISTINGS_AT_ONCE, async ({ themeparksWikiId }) => {
      const objects = await this.source.listObjects(themeparksWikiId, {});
      return {
        destinationId: themeparksWikiId,
        firstDay: objects.at(0)?.day ?? null,
        lastDay: objects.at(-1)?.day ?? null,
        files: objects.length,
        bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      };
    });
  }
}

function lastImportView(record: ImportRecord | undefined): LastImportView | null {
  if (record === undefined) return null;
  const { importId, status, createdAt, finishedAt } = record;
  return { importId, status, createdAt, finishedAt };
}
