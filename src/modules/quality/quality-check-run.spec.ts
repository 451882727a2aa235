import { checkRange } from './quality-check-run.service.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const rangeOf = (startDate?: string | null, endDate?: string | null) => {
  const { fromMs, toMs } = checkRange({ startDate, endDate }, NOW, 48);
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
};

describe('the range of a quality check', () => {
  it.each([
    [undefined, undefined, '2026-04-13T16:00:00.000Z', '2026-04-15T16:00:00.000Z'],
    ['2026-04-01', undefined, '2026-04-01T00:00:00.000Z', '2026-04-15T16:00:00.000Z'],
    ['2026-04-01', '2026-04-01', '2026-04-01T00:00:00.000Z', '2026-04-02T00:00:00.000Z'],
    ['2026-04-01', '2026-05-01', '2026-04-01T00:00:00.000Z', '2026-04-15T16:00:00.000Z'],
    [null, null, '2026-04-13T16:00:00.000Z', '2026-04-15T16:00:00.000Z'],
    [undefined, '2026-04-03', '2026-04-02T00:00:00.000Z', '2026-04-04T00:00:00.000Z'],
  ])('from %s to %s is %s to %s', (startDate, endDate, from, to) => {
    expect(rangeOf(startDate, endDate)).toEqual([from, to]);
  });

  it('is rejected if it is empty', () => {
    expect(() => rangeOf('2026-04-03', '2026-04-01')).toThrow('after');
    expect(() => rangeOf('2026-04-16')).toThrow('in the future');
  });
});
