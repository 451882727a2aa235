import { jest } from '@jest/globals';
import { ArchiveSource } from '../../src/modules/import/source/archive-source.js';
import type { ImportApp } from './import-app.js';

/**
 * Runs something once while an app fetches its n-th file (from 1). With IMPORT_PREFETCH_FILES=1, all files before it are
 * committed then, and none after it is started. `jest.restoreAllMocks` removes it.
 */
export function whileFetching(app: ImportApp, file: number, work: (signal?: AbortSignal) => Promise<unknown>): void {
  const source = app.get(ArchiveSource);
  const fetch = source.fetch.bind(source);
  let fetched = 0;
  jest.spyOn(source, 'fetch').mockImplementation(async (object, signal) => {
    if (++fetched === file) await work(signal);
    return fetch(object, signal);
  });
}
