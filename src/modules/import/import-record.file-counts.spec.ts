import { type ImportFileCounts, withOwnRowsRestored } from './import-record.js';

const before = (stored: number, queueRowsStored = 0): ImportFileCounts => ({
  objectKey: 'a',
  fileDate: '2024-05-02',
  etag: 'v1',
  sizeBytes: 1,
  read: 10,
  stored,
  duplicate: 10 - stored,
  rejected: 0,
  queueRowsStored,
  defect: null,
  doneAt: new Date(0),
});

describe('the counts of a file that an import processes again', () => {
  it('count rows as stored that the import itself had stored', () => {
    const again = withOwnRowsRestored({ stored: 1, duplicates: 9, queueRowsStored: 1 }, 3, before(10, 2));
    expect(again).toEqual({ stored: 10, duplicates: 0, queueRowsStored: 3 });
  });

  it('count rows as duplicates that others had stored', () => {
    const again = withOwnRowsRestored({ stored: 1, duplicates: 9, queueRowsStored: 0 }, 0, before(4));
    expect(again).toEqual({ stored: 5, duplicates: 5, queueRowsStored: 0 });
  });

  it('are the written rows for a file processed for the first time', () => {
    const written = { stored: 1, duplicates: 9, queueRowsStored: 1 };
    expect(withOwnRowsRestored(written, 3, undefined)).toEqual(written);
  });
});
