import { fittingTable } from './fitting-table.js';

const TABLE = {
  head: ['table', 'rows', 'total'],
  aligns: ['left' as const, 'right' as const, 'right' as const],
  rows: [
    ['queue_data', '1,000', '4.00 MB'],
    ['rides', '12', '16.0 kB'],
  ],
};

describe('a table', () => {
  it('is drawn where the terminal is wide enough', () => {
    const lines = fittingTable(TABLE, 80).split('\n');
    expect(lines[1]).toBe('│ table      │  rows │   total │');
    expect(fittingTable(TABLE, lines[0]!.length)).toBe(lines.join('\n'));
  });

  it('is folded to a line for each value where it is not', () => {
    expect(fittingTable(TABLE, 25)).toBe(
      ['queue_data', '  rows   1,000', '  total  4.00 MB', 'rides', '  rows   12', '  total  16.0 kB'].join('\n'),
    );
  });
});
