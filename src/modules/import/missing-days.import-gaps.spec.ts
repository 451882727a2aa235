import { gapsOfImport } from './missing-days.js';

const OPEN = { startDate: null, endDate: null };
const gap = (firstDay: string, lastDay: string) => ({ firstDay, lastDay, days: 0 });
const found = (gaps: ReturnType<typeof gapsOfImport>) =>
  gaps.map(({ firstDay, lastDay, days }) => `${firstDay} ${lastDay} ${days}`);

describe('the gaps of an import', () => {
  it('are the missing days between its first and its last file', () => {
    const gaps = gapsOfImport(OPEN, ['2024-03-01', '2024-03-05'], [gap('2024-03-02', '2024-03-04')]);
    expect(found(gaps)).toEqual(['2024-03-02 2024-03-04 3']);
  });

  it('extend to the requested ends, and no further', () => {
    const asked = { startDate: '2024-02-28', endDate: '2024-03-03' };
    const missing = [gap('2024-02-01', '2024-02-29'), gap('2024-03-02', '2024-03-31')];
    expect(found(gapsOfImport(asked, ['2024-03-01'], missing))).toEqual([
      '2024-02-28 2024-02-29 2',
      '2024-03-02 2024-03-03 2',
    ]);
  });

  it('omit days whose file has arrived since', () => {
    const missing = [gap('2024-03-02', '2024-03-06')];
    expect(found(gapsOfImport(OPEN, ['2024-03-01', '2024-03-04', '2024-03-07'], missing))).toEqual([
      '2024-03-02 2024-03-03 2',
      '2024-03-05 2024-03-06 2',
    ]);
  });

  it('occur once if several imports found them', () => {
    const missing = [gap('2024-03-02', '2024-03-03'), gap('2024-03-03', '2024-03-04')];
    expect(found(gapsOfImport(OPEN, ['2024-03-01', '2024-03-05'], missing))).toEqual(['2024-03-02 2024-03-04 3']);
  });

  it('do not include days that it has not reached yet', () => {
    const asked = { startDate: '2024-03-01', endDate: '2024-03-31' };
    expect(gapsOfImport(asked, ['2024-03-01'], [])).toEqual([]);
    expect(gapsOfImport(OPEN, [], [gap('2024-03-01', '2024-03-02')])).toEqual([]);
  });
});
