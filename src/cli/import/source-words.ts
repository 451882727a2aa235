import { type ImportRecord, type ImportSource, sourceOf } from '../../modules/import/import-record.js';

/** What an import counts. The archive has files of events, the History API responses for a park-day, with rows. */
export interface SourceWords {
  file: string;
  files: string;
  badFiles: string;
  unreadable: string;
  event: string;
  events: string;
}

const WORDS: Readonly<Record<ImportSource, SourceWords>> = {
  ARCHIVE: {
    file: 'file',
    files: 'files',
    badFiles: 'bad files',
    unreadable: 'Files that could not be read',
    event: 'event',
    events: 'events',
  },
  HISTORY_API: {
    file: 'park-day',
    files: 'park-days',
    badFiles: 'bad park-days',
    unreadable: 'Park-days that could not be read',
    event: 'row',
    events: 'rows',
  },
};

export const wordsOf = (source: ImportSource): SourceWords => WORDS[source];

export const wordsOfRecord = (record: ImportRecord): SourceWords => wordsOf(sourceOf(record));

/** Those of the common source, or else those of the archive. */
export function wordsOfAll(imports: readonly { source: ImportSource }[]): SourceWords {
  return wordsOf(
    imports.length > 0 && imports.every(({ source }) => source === 'HISTORY_API') ? 'HISTORY_API' : 'ARCHIVE',
  );
}
