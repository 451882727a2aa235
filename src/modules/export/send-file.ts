import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { ExportFile } from './export-file.js';

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
