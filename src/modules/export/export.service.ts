import { Injectable } from '@nestjs/common';
import { DateRangeError } from '../../common/time/date-range.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { RideService } from '../catalog/ride.service.js';
import { type ExportFormatName, FORMATS } from './export-formats.js';
import { ExportSemaphore } from './export-semaphore.js';
import type { Batch, Dataset, ExportWindow } from './export-table.js';
import { ExportRepository, type ExportScope } from './export.sql.js';

/** A file that is generated while it is read. */
export interface ExportFile {
  contentType: string;
  fileName: string;
  chunks: AsyncIterable<string | Uint8Array>;
  /** Number of rows in the file so far. */
  rows(): number;
  /** Aborts when the export must stop before it is complete. */
  signal: AbortSignal;
  /** Releases the connection and the permit; must be called in any case. */
  close(): Promise<void>;
}

/** `snapshots-park-7-20240101T000000Z-20240201T000000Z.csv`: only characters that need no quoting. */
function fileNameOf({ dataset, target, fromMs, toMs, format }: ExportRequest): string {
  const targetName = 'parkId' in target ? `park-${target.parkId}` : `ride-${target.rideId}`;
  return `${dataset.name}-${targetName}-${compact(fromMs)}-${compact(toMs)}.${format}`;
}

const compact = (instantMs: number): string =>
  `${new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

export interface ExportRequest extends ExportWindow {
  dataset: Dataset;
  /** A park with all its rides, or a ride with the rides linked to it. */
  target: { parkId: number } | { rideId: number };
  format: ExportFormatName;
}

/** Generates files of stored rows while they are read, from one consistent view of the database and in constant memory. */
@Injectable()
export class ExportService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly rides: RideService,
    private readonly repository: ExportRepository,
    private readonly semaphore: ExportSemaphore,
  ) {}

  /**
   * Opens a file; the caller must close it in any case. Reads the first rows at once, so that errors surface here, before
   * the first byte is sent.
   * @throws ParkNotFoundError, RideNotFoundError, DateRangeError, ExportBusyError
   */
  async open(request: ExportRequest): Promise<ExportFile> {
    const { dataset, target, fromMs, toMs, format } = request;
    if (fromMs >= toMs) throw DateRangeError.empty(fromMs, toMs);
    const scope = await this.scopeOf(target);
    const slot = this.semaphore.take();
    const opened: { close?: () => Promise<void> } = {};
    const close = async (): Promise<void> => {
      slot.release();
      await opened.close?.();
    };
    try {
      const view = await this.repository.openView();
      opened.close = () => view.close();
      const rides = await this.repository.findRides(view, scope);
      const batches = this.repository.readBatches(view, dataset, rides, { fromMs, toMs });
      const read = await CountedBatches.begin(batches);
      const { contentType, encode } = FORMATS[format];
      const fileName = fileNameOf(request);
      const chunks = encode(dataset.columns, read);
      return { contentType, fileName, chunks, rows: () => read.rows, signal: slot.signal, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  private async scopeOf(target: ExportRequest['target']): Promise<ExportScope> {
    if ('rideId' in target) {
      const { canonicalRideId } = await this.rides.canonicalGroupOf(target.rideId);
      return { canonicalRideId };
    }
    const { parkId } = await this.catalog.getPark(target.parkId);
    return { parkId };
  }
}

/** Batches whose first one has been read already, with a count of the rows that were taken. */
class CountedBatches implements AsyncIterable<Batch> {
  rows = 0;

  private constructor(
    private readonly first: IteratorResult<Batch, undefined>,
    private readonly others: AsyncGenerator<Batch, undefined>,
  ) {}

  static async begin(batches: AsyncGenerator<Batch, undefined>): Promise<CountedBatches> {
    return new CountedBatches(await batches.next(), batches);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, undefined> {
    if (this.first.done === true) return;
    this.rows += this.first.value.rows.length;
    yield this.first.value;
    for await (const batch of this.others) {
      this.rows += batch.rows.length;
      yield batch;
    }
  }
}
