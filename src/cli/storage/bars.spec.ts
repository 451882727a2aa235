import { bytesText } from '../../common/text.js';
import { bar, chart } from './bars.js';

describe('a bar', () => {
  it('is as long as its share, to the eighth of a character, and never longer than its room', () => {
    expect(bar(0, 4)).toBe('····');
    expect(bar(0.5, 4)).toBe('██··');
    expect(bar(0.53125, 4)).toBe('██▏·');
    expect(bar(1, 4)).toBe('████');
    expect([bar(7, 4), bar(-1, 4)]).toEqual(['████', '····']);
  });
});

describe('a chart', () => {
  const lines = [
    { label: 'now', value: 5, text: '5 GB' },
    { label: '10 years', value: 20, text: '20 GB' },
  ];

  it('has one scale and fits the terminal', () => {
    for (const columns of [40, 80, 200]) {
      const widths = chart(lines, columns)
        .split('\n')
        .map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    }
    expect(chart(lines, 27)).toBe('now       ██▌·······  5 GB\n10 years  ██████████  20 GB');
  });

  it('marks a value of the scale in every line', () => {
    expect(chart(lines, 27, 10)).toBe('now       ██▌··|····  5 GB\n10 years  █████|████  20 GB');
  });

  it('of nothing but zeros is empty', () => {
    expect(chart([{ label: 'now', value: 0, text: '0 B' }], 20)).toBe('now  ··········  0 B');
  });
});

describe('bytes for people', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.00 kB'],
    [43_400_000, '43.4 MB'],
    [999_600_000, '1.00 GB'],
    [2.5e15, '2500 TB'],
    [-1_500, '-1.50 kB'],
  ])('%d is %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
