import { Injectable } from '@nestjs/common';
import type { ConsistentView } from '../../common/database/consistent-view.js';
import { compactInstant } from '../../common/time/calendar.js';
import { DateRangeError } from '../../common/time/date-range.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { CanonicalGroups } from '../catalog/canonical-groups.service.js';
import { type ExportFormatName, FORMATS } from './export-formats.js';
import { ExportSemaphore } from './export-semaphore.js';
import type { Batch, Dataset, ExportColumn, ExportWindow } from './export-table.js';
import { ExportRepository, type ExportScope } from './export.sql.js';
import { inCurrentView } from './outdated-view.js';
import type { TableDataset } from './tables/table-dataset.js';
import { type TableScope, TableRowsRepository } from './tables/table-rows.sql.js';

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
  return `${dataset.name}-${targetName}-${compactInstant(fromMs)}-${compactInstant(toMs)}.${format}`;
}

/** `ride-days-park-7-from-2024-01-01-to-2024-12-31.csv` */
function tableFileNameOf({ dataset, parkId, rideId, fromDate, toDate, format }: TableExportRequest): string {
  const limits = Object.entries({ park: parkId, ride: rideId, from: fromDate, to: toDate });
  const words = limits.flatMap(([word, value]) => (value === null ? [] : [word, value]));
  return `${[dataset.name, ...words].join('-')}.${format}`;
}

export interface ExportRequest extends ExportWindow {
  dataset: Dataset;
  /** A park with all its rides, or a ride with the rides linked to it. */
  target: { parkId: number } | { rideId: number };
  format: ExportFormatName;
}

export interface TableExportRequest extends TableScope {
  dataset: TableDataset;
  format: ExportFormatName;
}

/** What a file is made of, in one consistent view. */
interface FileSource {
  columns: readonly ExportColumn[];
  fileName: string;
  format: ExportFormatName;
  batches: (view: ConsistentView) => Promise<AsyncGenerator<Batch, undefined>> | AsyncGenerator<Batch, undefined>;
}

/** Generates files of stored rows while they are read, from one consistent view of the database and in constant memory. */
@Injectable()
export class ExportService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly canonicalGroups: CanonicalGroups,
    private readonly repository: ExportRepository,
    private readonly tableRows: TableRowsRepository,
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
    return this.openFile({
      columns: dataset.columns,
      fileName: fileNameOf(request),
      format,
      batches: async (view) => {
        const rides = await this.repository.findRides(view, scope);
        return this.repository.readBatches(view, dataset, rides, { fromMs, toMs });
      },
    });
  }

  /**
   * Opens a file of statistics, catalogue, schedules or metadata, in the same way.
   * @throws ParkNotFoundError, RideNotFoundError, DateRangeError, ExportBusyError
   */
  async openTable(request: TableExportRequest): Promise<ExportFile> {
    const { dataset, parkId, rideId, fromDate, toDate, format } = request;
    if (fromDate !== null && toDate !== null && fromDate > toDate)
      throw DateRangeError.reversed({ from: fromDate, to: toDate });
    if (parkId !== null) await this.catalog.getPark(parkId);
    const canonical = rideId === null ? null : (await this.canonicalGroups.of(rideId)).canonicalRideId;
    return this.openFile({
      columns: dataset.columns,
      fileName: tableFileNameOf(request),
      format,
      batches: (view) => this.tableRows.readBatches(view, dataset, { parkId, rideId: canonical, fromDate, toDate }),
    });
  }

  private async openFile({ columns, fileName, format, batches }: FileSource): Promise<ExportFile> {
    const slot = this.semaphore.take();
    const opened: { close?: () => Promise<void> } = {};
    const close = async (): Promise<void> => {
      slot.release();
      await opened.close?.();
    };
    try {
      const { view, read } = await inCurrentView(() => this.beginReading(batches));
      opened.close = () => view.close();
      const { contentType, encode } = FORMATS[format];
      return {
        contentType,
        fileName,
        chunks: encode(columns, read),
        rows: () => read.rows,
        signal: slot.signal,
        close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Reads the first rows. Nothing is sent yet, so that it can be repeated in another view. */
  private async beginReading(batches: FileSource['batches']): Promise<{ view: ConsistentView; read: CountedBatches }> {
    const view = await this.repository.openView();
    try {
      return { view, read: await CountedBatches.begin(await batches(view)) };
    } catch (error) {
      await view.close();
      throw error;
    }
  }

  private async scopeOf(target: ExportRequest['target']): Promise<ExportScope> {
    if ('rideId' in target) {
      const { canonicalRideId } = await this.canonicalGroups.of(target.rideId);
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
