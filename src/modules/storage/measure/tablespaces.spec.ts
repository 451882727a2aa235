import { JUST_NOW, bytesOf } from './storage-metrics.js';
import { type UnitStatistics, keyOfTablespace, tablespaceKey, unitsOf } from './tablespaces.js';

const row = (overrides: Partial<UnitStatistics> = {}): UnitStatistics => ({
  ...{ table: 'rides', partition: '', rowsEstimate: 10, dataBytes: 300, indexBytes: 100, freeBytes: 0 },
  ...{ updatedAt: null, updatedJustNow: false },
  ...overrides,
});
const filesOf = (fileBytes: number, allocatedBytes: number) =>
  new Map([['rides', { fileBytes, allocatedBytes, freeBytes: null }]]);

describe('the name of a tablespace', () => {
  it('matches #P# and #p#, in any schema', () => {
    const key = tablespaceKey('queue_data', 'p202401');
    expect(keyOfTablespace('themepark/queue_data#P#p202401')).toBe(key);
    expect(keyOfTablespace('my@002dparks/queue_data#p#p202401')).toBe(key);
  });
});

describe('the size of a table', () => {
  it('is exactly that of its file, divided in proportion to the statistics', () => {
    const [unit] = unitsOf([row({ freeBytes: 2000 })], filesOf(10_000, 10_000));
    expect(unit).toMatchObject({ dataBytes: 6000, indexBytes: 2000, freeBytes: 2000, sizeSource: 'FILE' });
  });

  it('takes free space from the file if the statistics of a partition have none', () => {
    const files = new Map([['rides', { fileBytes: 10_000, allocatedBytes: 10_000, freeBytes: 4000 }]]);
    expect(unitsOf([row({ freeBytes: 0 })], files)[0]).toMatchObject({ dataBytes: 4500, freeBytes: 4000 });
  });

  it('is the allocated size if the file has holes', () => {
    const [unit] = unitsOf([row({ indexBytes: 0, freeBytes: 4000 })], filesOf(10_000, 3_000));
    expect(unit).toMatchObject({ dataBytes: 3000, freeBytes: 0, fileBytes: 10_000 });
  });

  it('is that of the file even if the statistics are empty or report too much free space', () => {
    const [unit] = unitsOf([row({ dataBytes: 0, indexBytes: 0, freeBytes: 99_999 })], filesOf(10_000, 0));
    expect(bytesOf(unit!)).toBe(10_000);
  });

  it('comes from the statistics if the file size is unavailable', () => {
    for (const files of [null, new Map<string, never>()]) {
      expect(unitsOf([row()], files)[0]).toMatchObject({ dataBytes: 300, sizeSource: 'STATISTICS', fileBytes: null });
    }
  });
});

describe('the update time', () => {
  it('is ignored if the server only repeats that of the preceding partition', () => {
    const partitions = ['p202401', 'p202402', 'p202403'].map((partition, index) =>
      row({ partition, updatedAt: index < 2 ? '2026-01-01 10:00:00' : '2026-01-01 11:00:00' }),
    );
    const marks = unitsOf(partitions, null).map(({ updateMark }) => updateMark);
    expect(marks).toEqual(['2026-01-01 10:00:00', null, '2026-01-01 11:00:00']);
  });

  it('is not trusted while further changes may share its second', () => {
    expect(unitsOf([row({ updatedAt: 'now', updatedJustNow: true })], null)[0]!.updateMark).toBe(JUST_NOW);
  });
});
