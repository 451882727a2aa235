import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { compressStream, preferredEncoding } from '../../common/http/content-encoding.js';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { QUEUES, SNAPSHOTS } from './export-datasets.js';
import { ApiExportedFile, ApiExportedTable, ExportQuery, exportRequest } from './export.dto.js';
import { FORMATS } from './export-formats.js';
import { type ExportFile, ExportService } from './export.service.js';
import { TableExportParams, TableExportQuery, tableExportRequest } from './tables/table-export.dto.js';

/**
 * Streams a file as fast as the client reads it. Reading stops when the client disconnects. A failure midway closes the
 * connection before the body is complete, so that the client notices the truncated file.
 */
export async function sendFile(response: Response, file: ExportFile): Promise<void> {
  const source = { hasFailed: false };
  try {
    response.setHeader('Content-Type', file.contentType);
    response.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    response.setHeader('Cache-Control', 'no-store');
    // Parquet is compressed already
    const isText = file.contentType !== FORMATS.parquet.contentType;
    const encoding = isText ? preferredEncoding(response.req.headers['accept-encoding']) : null;
    if (isText) response.vary('Accept-Encoding');
    if (encoding !== null) response.setHeader('Content-Encoding', encoding);
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    // one chunk ahead; the default of sixteen would buffer megabytes for each client
    const chunks = Readable.from(watched(file.chunks, source), { objectMode: true, highWaterMark: 1 });
    const encoders = encoding === null ? [] : [compressStream(encoding)];
    await pipeline([chunks, ...encoders, response], { signal: file.signal });
  } catch (error) {
    // any other error comes from the connection: the client disconnected, perhaps before the first byte
    if (source.hasFailed || file.signal.aborted) throw error;
  } finally {
    await file.close();
  }
}

/** Passes the chunks on and records whether reading them failed, as opposed to the stream that consumes them. */
async function* watched<T>(chunks: AsyncIterable<T>, source: { hasFailed: boolean }): AsyncIterable<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read = () =>
    iterator.next().catch((error: unknown) => {
      source.hasFailed = true;
      throw error;
    });
  try {
    for (let next = await read(); next.done !== true; next = await read()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

@PublicController('export')
@ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE', 'EXPORT_BUSY')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Get('snapshots')
  @ApiExportedFile('All stored observations of a park or ride, as a file', SNAPSHOTS)
  async snapshots(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(SNAPSHOTS, query)));
  }

  @Get('queues')
  @ApiExportedFile(
    'All stored extended queues of a park or ride, as a file: prices, return windows, boarding groups',
    QUEUES,
  )
  async queues(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(QUEUES, query)));
  }

  @Get(':dataset')
  @ApiExportedTable()
  async table(
    @Param() { dataset }: TableExportParams,
    @Query() query: TableExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendFile(response, await this.exports.openTable(tableExportRequest(dataset, query)));
  }
}
