import {
  type CountCircumstances,
  type ImportedDay,
  type KnownCount,
  decideCount,
  importMarks,
  withoutCounting,
} from './count-plan.js';
import { JUST_NOW, type StorageUnit } from './storage-metrics.js';

const MB = 1024 * 1024;
const unit = (overrides: Partial<StorageUnit> = {}): StorageUnit => ({
  ...{ table: 't', partition: 'p202401', rowsEstimate: 900, fileBytes: 500 * MB, updateMark: 'a' },
  ...{ dataBytes: 1, indexBytes: 0, freeBytes: 0, sizeSource: 'FILE' },
  ...overrides,
});
const known: KnownCount = {
  rows: 1000,
  fileBytes: 500 * MB,
  rowsEstimate: 900,
  updateMark: 'a',
  importMark: '3/100/5',
};
const closed: CountCircumstances = { known, isClosed: true, importMark: '3/100/5', countAlwaysBytes: 256 * MB };
const live: CountCircumstances = { ...closed, isClosed: false };

describe('a closed partition', () => {
  it('is counted once', () => {
    expect(decideCount(unit(), { ...closed, known: null })).toEqual({ kind: 'COUNT' });
    expect(decideCount(unit(), closed)).toEqual({ kind: 'TAKE', rows: 1000, rowSource: 'KEPT' });
  });

  it.each([
    ['its file has grown', unit({ fileBytes: 501 * MB }), closed],
    ['its update time has changed', unit({ updateMark: 'b' }), closed],
    ['it was changed within the current second', unit({ updateMark: JUST_NOW }), closed],
    ['an import has touched its month', unit(), { ...closed, importMark: '4/120/6' }],
  ])('is counted again when %s', (_, changed, circumstances) => {
    expect(decideCount(changed, circumstances)).toEqual({ kind: 'COUNT' });
  });

  it('is not counted again after a restart of the server, which loses update times', () => {
    expect(decideCount(unit({ updateMark: null }), closed)).toMatchObject({ rowSource: 'KEPT' });
  });
});

describe('a table that still changes', () => {
  it('is counted each time while it is small', () => {
    expect(decideCount(unit({ fileBytes: 200 * MB }), live)).toEqual({ kind: 'COUNT' });
  });

  it('is scaled by its file size if it is large, and counted again after a growth of a tenth', () => {
    expect(decideCount(unit({ fileBytes: 525 * MB }), live)).toEqual({
      kind: 'TAKE',
      rows: 1050,
      rowSource: 'CORRECTED',
    });
    expect(decideCount(unit({ fileBytes: 551 * MB }), live)).toEqual({ kind: 'COUNT' });
  });

  it('is scaled by the calibrated estimate if file sizes are unavailable', () => {
    const unknownIds = { ...live, known: { ...known, fileBytes: null } };
    expect(decideCount(unit({ fileBytes: null, rowsEstimate: 945 }), unknownIds)).toMatchObject({
      rows: 1050,
      rowSource: 'CORRECTED',
    });
  });
});

describe('a table that takes too long to count', () => {
  it('gets the scaled last count, or the estimate if it was never counted', () => {
    expect(withoutCounting(unit({ fileBytes: 750 * MB }), known)).toMatchObject({ rows: 1500, rowSource: 'CORRECTED' });
    expect(withoutCounting(unit(), null)).toMatchObject({ rows: 900, rowSource: 'ESTIMATED' });
    const nothing = { ...known, fileBytes: null, rowsEstimate: 0, rows: 0 };
    expect(withoutCounting(unit(), nothing)).toMatchObject({ rows: 900, rowSource: 'ESTIMATED' });
  });
});

const day = (fileDate: string, overrides: Partial<ImportedDay> = {}): ImportedDay => ({
  ...{ fileDate, files: 1, rows: 100, lastDoneAt: new Date('2026-05-01T00:00:00Z'), hasStrayEvents: false },
  ...overrides,
});

describe('the import mark of a month', () => {
  it('covers the month of the file, and the adjacent one near the turn of the month', () => {
    expect([...importMarks([day('2024-03-15')]).keys()]).toEqual(['2024-03']);
    expect([...importMarks([day('2024-03-31')]).keys()]).toEqual(['2024-03', '2024-04']);
    expect([...importMarks([day('2024-03-01')]).keys()]).toEqual(['2024-02', '2024-03']);
  });

  it('covers every month within a year if a file has events far from its day', () => {
    const months = [...importMarks([day('2024-03-15', { hasStrayEvents: true })]).keys()];
    expect([months.at(0), months.at(-1), months.length]).toEqual(['2023-03', '2025-03', 25]);
  });

  it('changes with another file, with more rows, and with a repeated import of the file', () => {
    const marks = [
      [day('2024-03-15')],
      [day('2024-03-15'), day('2024-03-16')],
      [day('2024-03-15', { rows: 101 })],
      [day('2024-03-15', { lastDoneAt: new Date('2026-05-02T00:00:00Z') })],
    ].map((days) => importMarks(days).get('2024-03'));
    expect(new Set(marks).size).toBe(marks.length);
  });
});
