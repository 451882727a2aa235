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
    ['the server says that it was changed since', unit({ updateMark: 'b' }), closed],
    ['it was changed so lately that more may follow within the second', unit({ updateMark: JUST_NOW }), closed],
    ['an import has touched its month', unit(), { ...closed, importMark: '4/120/6' }],
  ])('is counted again when %s', (_, changed, circumstances) => {
    expect(decideCount(changed, circumstances)).toEqual({ kind: 'COUNT' });
  });

  it('is not counted again because the server was restarted and has forgotten its times', () => {
    expect(decideCount(unit({ updateMark: null }), closed)).toMatchObject({ rowSource: 'KEPT' });
  });
});

describe('what still changes', () => {
  it('is counted each time while it is small', () => {
    expect(decideCount(unit({ fileBytes: 200 * MB }), live)).toEqual({ kind: 'COUNT' });
  });

  it('is scaled by its file when it is large, and counted again when that has grown by a tenth', () => {
    expect(decideCount(unit({ fileBytes: 525 * MB }), live)).toEqual({
      kind: 'TAKE',
      rows: 1050,
      rowSource: 'CORRECTED',
    });
    expect(decideCount(unit({ fileBytes: 551 * MB }), live)).toEqual({ kind: 'COUNT' });
  });

  it('is scaled by the calibrated estimate where files cannot be seen', () => {
    const unknownIds = { ...live, known: { ...known, fileBytes: null } };
    expect(decideCount(unit({ fileBytes: null, rowsEstimate: 945 }), unknownIds)).toMatchObject({
      rows: 1050,
      rowSource: 'CORRECTED',
    });
  });
});

describe('what takes too long to count', () => {
  it('is the last exact count scaled, or the estimate where there is none', () => {
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

describe('the mark that imports leave on a month', () => {
  it('is on the month of the file, and on its neighbour near the turn of the month', () => {
    expect([...importMarks([day('2024-03-15')]).keys()]).toEqual(['2024-03']);
    expect([...importMarks([day('2024-03-31')]).keys()]).toEqual(['2024-03', '2024-04']);
    expect([...importMarks([day('2024-03-01')]).keys()]).toEqual(['2024-02', '2024-03']);
  });

  it('is on every month within a year where a file has events dated far from it', () => {
    const months = [...importMarks([day('2024-03-15', { hasStrayEvents: true })]).keys()];
    expect([months.at(0), months.at(-1), months.length]).toEqual(['2023-03', '2025-03', 25]);
  });

  it('changes with another file, with more rows, and with the same file done again', () => {
    const marks = [
      [day('2024-03-15')],
      [day('2024-03-15'), day('2024-03-16')],
      [day('2024-03-15', { rows: 101 })],
      [day('2024-03-15', { lastDoneAt: new Date('2026-05-02T00:00:00Z') })],
    ].map((days) => importMarks(days).get('2024-03'));
    expect(new Set(marks).size).toBe(marks.length);
  });
});
