import { type ImportedDay, importMarks } from './count-plan.js';

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
