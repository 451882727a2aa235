import {
  type ImportFileRecord,
  type ImportProgress,
  type ImportRecord,
  NO_TOTALS,
} from '../../../modules/import/import-record.js';
import { LineProgress } from './line-progress.js';
import { ProgressRate } from './progress-rate.js';

describe('ProgressRate', () => {
  it('counts the files of earlier runs as done, but not towards the speed', () => {
    const rate = new ProgressRate({ filesDone: 100, read: 50_000 }, 1_000);
    expect(rate.measure({ filesDone: 110, read: 60_000 }, 210, 6_000)).toEqual({
      filesDone: 110,
      filesTotal: 210,
      eventsPerSecond: 2_000,
      etaSeconds: 50,
    });
  });

  it('knows no end before the first file', () => {
    expect(new ProgressRate(NO_TOTALS, 0).measure(NO_TOTALS, 10, 0)).toMatchObject({
      eventsPerSecond: 0,
      etaSeconds: null,
    });
  });
});

describe('LineProgress', () => {
  it('writes a line a second at most, and always the last one', () => {
    const lines: string[] = [];
    let nowMs = 0;
    const display = new LineProgress(
      (line) => lines.push(line),
      () => nowMs,
    );
    const record = { importId: 'imp_1', destinationName: 'Sample', options: {}, ...NO_TOTALS } as ImportRecord;
    display.begin(record);
    for (let filesDone = 1; filesDone <= 30; filesDone++) {
      nowMs += 100;
      const files = [{ fileDate: `2024-01-${String(filesDone).padStart(2, '0')}` } as ImportFileRecord];
      const totals = { ...NO_TOTALS, filesDone, read: filesDone * 100 };
      display.update({ importId: 'imp_1', filesTotal: 30, totals, files } satisfies ImportProgress);
    }
    expect(lines).toEqual([
      'imp_1: importing Sample',
      'imp_1: 10/30 files, 2024-01-10, 1,000 events, 1,000/s, 2s left',
      'imp_1: 20/30 files, 2024-01-20, 2,000 events, 1,000/s, 1s left',
      'imp_1: 30/30 files, 2024-01-30, 3,000 events, 1,000/s',
    ]);
  });
});
