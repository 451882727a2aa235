import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import type { ExportFile } from './export.service.js';
import { sendFile } from './export.controller.js';

const WRITE_ERRORS = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** A response that fails with the first chunk, or succeeds. */
function responseOf(error?: Error, accepted = ''): Response {
  const stream = new PassThrough({ transform: (chunk, _, done) => (error ? done(error) : done(null, chunk)) }).resume();
  const req = { method: 'GET', headers: { 'accept-encoding': accepted } };
  return Object.assign(stream, { setHeader: () => stream, vary: () => stream, req }) as unknown as Response;
}

function fileOf(chunks: AsyncIterable<string>, signal = new AbortController().signal) {
  const closed = { times: 0 };
  const close = () => Promise.resolve(void (closed.times += 1));
  const file: ExportFile = { contentType: 'text/csv', fileName: 'f.csv', chunks, rows: () => 1, signal, close };
  return { file, closed };
}

async function* lines(failure?: Error) {
  yield 'a\r\n';
  await Promise.resolve();
  if (failure) throw failure;
  yield 'b\r\n';
}

describe('sending a file', () => {
  it.each(WRITE_ERRORS)('succeeds and closes the file if the client disconnects (%s)', async (code) => {
    const { file, closed } = fileOf(lines());
    await sendFile(responseOf(Object.assign(new Error('gone'), { code })), file);
    expect(closed.times).toBe(1);
  });

  it('succeeds if the client disconnects before the first byte', async () => {
    const { file, closed } = fileOf(lines());
    const response = responseOf();
    response.destroy();
    await sendFile(response, file);
    expect(closed.times).toBe(1);
  });

  it.each(['br', 'gzip'])('closes the connection if reading fails midway, also if %s is sent', async (accepted) => {
    const response = responseOf(undefined, accepted);
    const ended = { isWhole: false };
    response.on('end', () => (ended.isWhole = true));
    await expect(sendFile(response, fileOf(lines(new Error('lost'))).file)).rejects.toThrow('lost');
    expect([response.destroyed, ended.isWhole]).toEqual([true, false]);
  });

  it('fails if reading the file fails, with any error code, or if its time limit is exceeded', async () => {
    const lost = Object.assign(new Error('the database is gone'), { code: 'ECONNRESET' });
    await expect(sendFile(responseOf(), fileOf(lines(lost)).file)).rejects.toThrow('the database is gone');
    const ended = AbortSignal.abort(new Error('too long'));
    await expect(sendFile(responseOf(), fileOf(lines(), ended).file)).rejects.toThrow();
  });
});
