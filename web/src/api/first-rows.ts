import { queryOptions } from '@tanstack/react-query';
import { addressOf } from '../base-path.js';
import { ApiError, NetworkError } from './errors.js';
import { STATISTICS } from './queries.js';

export type FileRow = Readonly<Record<string, unknown>>;

/** The first rows of a file with one row of JSON per line. The rest of it is not read: the server stops when it is left. */
export const firstRows = (path: string, limit: number) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['firstRows', path, limit],
    queryFn: async ({ signal }): Promise<FileRow[]> => {
      const response = await fetch(addressOf(path), { signal }).catch((reason: unknown) => {
        if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
        throw new NetworkError();
      });
      if (!response.ok) {
        const body: unknown = await response.json().catch(() => null);
        throw ApiError.of(response.status, body, response.headers.get('Retry-After'));
      }
      return readRows(response.body!.pipeThrough(new TextDecoderStream()).getReader(), limit);
    },
  });

async function readRows(reader: ReadableStreamDefaultReader<string>, limit: number): Promise<FileRow[]> {
  let text = '';
  let lines: string[] = [];
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += chunk.value;
    lines = text.split('\n');
    if (lines.length > limit) break;
  }
  await reader.cancel();
  return lines
    .slice(0, limit)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FileRow);
}
