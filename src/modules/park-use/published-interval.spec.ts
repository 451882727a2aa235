import { publishedInterval } from './published-interval.js';

const DATE = '2024-07-01';
const at = (time: string, day = DATE): number => Date.parse(`${day}T${time}Z`);

describe('a published interval', () => {
  it('is what the entry says', () => {
    const interval = publishedInterval(DATE, 'EXTRA_HOURS', at('08:00'), at('09:00'));
    expect(interval).toEqual({ localDate: DATE, type: 'EXTRA_HOURS', startMs: at('08:00'), endMs: at('09:00') });
  });

  it.each([
    ['a closing before its opening', at('10:00'), at('01:00')],
    ['a closing at 24:00 under the wrong date', at('10:00'), at('00:00')],
  ])('ends on the next day: %s', (_, opensAtMs, closesAtMs) => {
    const endMs = closesAtMs + 24 * 3_600_000;
    expect(publishedInterval(DATE, 'OPERATING', opensAtMs, closesAtMs)).toMatchObject({ startMs: opensAtMs, endMs });
  });

  it.each([
    ['whose ends are equal', at('00:00'), at('00:00')],
    ['whose ends are equal at the last second of the day', at('23:59:59'), at('23:59:59')],
    ['longer than 24 hours', at('10:00'), at('20:00', '2024-07-02')],
    ['that closes days before it opens', at('10:00'), at('10:00', '2024-06-29')],
  ])('gives no hours: one %s', (_, opensAtMs, closesAtMs) => {
    expect(publishedInterval(DATE, 'OPERATING', opensAtMs, closesAtMs)).toBeNull();
  });
});
