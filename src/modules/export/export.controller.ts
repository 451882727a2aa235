import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PublicController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { QUEUES, SNAPSHOTS } from './export-datasets.js';
import { ApiExportedFile, ExportQuery, exportRequest } from './export.dto.js';
import { type ExportFile, ExportService } from './export.service.js';

/**
 * Sends a file as it is made, as fast as the client takes it. A client that goes away ends the reading. A failure in the
 * middle ends the connection without the end of the body, by which a client knows that the file is short.
 */
export async function sendFile(response: Response, file: ExportFile): Promise<void> {
  const source = { hasFailed: false };
  try {
    response.setHeader('Content-Type', file.contentType);
    response.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    response.setHeader('Cache-Control', 'no-store');
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    // one chunk ahead: the default of sixteen would be megabytes for each client
    const chunks = Readable.from(watched(file.chunks, source), { objectMode: true, highWaterMark: 1 });
    await pipeline(chunks, response, { signal: file.signal });
  } catch (error) {
    // what neither the file nor its time limit says is the connection's: the client went away, maybe before the first byte
    if (source.hasFailed || file.signal.aborted) throw error;
  } finally {
    await file.close();
  }
}

/** The same chunks. Only reading them can fail: a stream that breaks throws its own error into whatever it reads from. */
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
  @ApiExportedFile('Every stored observation of a park or ride as a file', SNAPSHOTS)
  async snapshots(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(SNAPSHOTS, query)));
  }

  @Get('queues')
  @ApiExportedFile('Every stored extended queue of a park or ride as a file: prices, return windows, groups', QUEUES)
  async queues(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(QUEUES, query)));
  }
}
