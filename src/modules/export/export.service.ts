import { Injectable } from '@nestjs/common';
import { CatalogService } from '../catalog/catalog.service.js';
import { RideService } from '../catalog/ride.service.js';
import { type ExportFormatName, FORMATS } from './export-formats.js';
import { ExportSemaphore, ExportWindowError } from './export-semaphore.js';
import type { Batch, Dataset, ExportWindow } from './export-table.js';
import { ExportRepository, type ExportScope } from './export.repository.js';

/** A file that is made while it is read. */
export interface ExportFile {
  contentType: string;
  fileName: string;
  chunks: AsyncIterable<string | Uint8Array>;
  /** Rows that are in the file so far. */
  rows(): number;
  /** Aborts when it must end, though it is not complete. */
  signal: AbortSignal;
  /** Lets go of what the file holds; to be called however it ended. */
  close(): Promise<void>;
}

/** `snapshots-park-7-20240101T000000Z-20240201T000000Z.csv`: nothing in it needs quoting anywhere. */
function fileNameOf({ dataset, target, fromMs, toMs, format }: ExportRequest): string {
  const of = 'parkId' in target ? `park-${target.parkId}` : `ride-${target.rideId}`;
  return `${dataset.name}-${of}-${compact(fromMs)}-${compact(toMs)}.${format}`;
}

const compact = (instantMs: number): string =>
  `${new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

export interface ExportRequest extends ExportWindow {
  dataset: Dataset;
  /** A park with all its rides, or a ride with those that are linked to it. */
  target: { parkId: number } | { rideId: number };
  format: ExportFormatName;
}

/** Files of stored rows, made while they are read: one consistent view of the database, in constant memory. */
@Injectable()
export class ExportService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly rides: RideService,
    private readonly repository: ExportRepository,
    private readonly slots: ExportSemaphore,
  ) {}

  /**
   * The file, to be read to its end and closed in any case. What can be wrong is wrong here already, before the first
   * byte: the first rows have been read.
   * @throws ParkNotFoundError, RideNotFoundError, ExportWindowError, ExportBusyError
   */
  async open(request: ExportRequest): Promise<ExportFile> {
    const { dataset, target, fromMs, toMs, format } = request;
    if (fromMs >= toMs) throw new ExportWindowError(fromMs, toMs);
    const scope = await this.scopeOf(target);
    const slot = this.slots.take();
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

/** Batches, the first of which has been read, and the rows that were taken from them. */
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
