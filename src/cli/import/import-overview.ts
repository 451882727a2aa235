import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { type ImportRecord, isInterrupted } from '../../modules/import/import-record.js';
import { ImportRepository } from '../../modules/import/import.repository.js';
import { EmptyArchiveError } from '../../modules/import/source/archive-errors.js';
import { ArchiveSource } from '../../modules/import/source/archive-source.js';
import { mapWithConcurrency } from '../../common/async/concurrency.js';

const SHOWN_IMPORTS = 30;
/** Concurrent listings: each takes a few requests, and the bucket is public. */
const LISTINGS_AT_ONCE = 4;

export interface ArchiveDestinationRow {
  destinationId: string;
  /** Its name from earlier imports; null if there are none. */
  name: string | null;
  firstDay: string | null;
  lastDay: string | null;
  files: number;
}

/** An import, and whether its worker has ended without releasing the lease. */
export interface ImportState {
  record: ImportRecord;
  interrupted: boolean;
}

/** The content of the archive, and the imports. */
@Injectable()
export class ImportOverview {
  constructor(
    private readonly source: ArchiveSource,
    private readonly imports: ImportRepository,
    private readonly clock: Clock,
  ) {}

  describeArchive(): string {
    return this.source.describe();
  }

  /** @throws EmptyArchiveError, ArchiveUnavailableError */
  async destinations(signal: AbortSignal): Promise<ArchiveDestinationRow[]> {
    const names = new Map<string, string>();
    for (const { destinationWikiId, destinationName } of await this.imports.findLatestOfDestinations()) {
      names.set(destinationWikiId, destinationName);
    }
    const destinations = await this.source.listDestinations(signal);
    if (destinations.length === 0) throw new EmptyArchiveError(this.describeArchive());
    return mapWithConcurrency(destinations, LISTINGS_AT_ONCE, async ({ themeparksWikiId }) => {
      const objects = await this.source.listObjects(themeparksWikiId, {}, signal);
      return {
        destinationId: themeparksWikiId,
        name: names.get(themeparksWikiId) ?? null,
        firstDay: objects.at(0)?.day ?? null,
        lastDay: objects.at(-1)?.day ?? null,
        files: objects.length,
      };
    });
  }

  async latestImports(): Promise<{ imports: ImportState[]; total: number }> {
    const { data, total } = await this.imports.findPage({}, SHOWN_IMPORTS, 0);
    return { imports: data.map((record) => this.stateOf(record)), total };
  }

  stateOf(record: ImportRecord): ImportState {
    return { record, interrupted: isInterrupted(record, this.clock.now()) };
  }
}
