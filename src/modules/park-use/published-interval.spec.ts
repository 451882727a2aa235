import { ParkClock } from './park-clock.js';
import { publishedInterval, type UseType } from './published-interval.js';

const DATE = '2024-07-01';
const at = (time: string, day = DATE): number => Date.parse(`${day}T${time}Z`);
const interval = (opensAtMs: number, closesAtMs: number, type: UseType = 'OPERATING', timezone = 'UTC') =>
  publishedInterval(type, { localDate: DATE, opensAtMs, closesAtMs }, new ParkClock(timezone));

describe('a published interval', () => {
  it('is what the entry says', () => {
    expect(interval(at('08:00'), at('09:00'), 'EXTRA_HOURS')).toEqual({
      localDate: DATE,
      type: 'EXTRA_HOURS',
      startMs: at('08:00'),
      endMs: at('09:00'),
      description: null,
    });
  });

  it.each([
    ['a closing before its opening', at('10:00'), at('01:00')],
    ['a closing at 24:00 under the wrong date', at('10:00'), at('00:00')],
  ])('ends on the next day: %s', (_, opensAtMs, closesAtMs) => {
    const endMs = closesAtMs + 24 * 3_600_000;
    expect(interval(opensAtMs, closesAtMs)).toMatchObject({ startMs: opensAtMs, endMs });
  });

  it.each([
    ['whose ends are equal', at('00:00'), at('00:00')],
    ['whose ends are equal at the last second of the day', at('23:59:59'), at('23:59:59')],
    ['whose ends are equal on two days', at('23:59:59'), at('23:59:59', '2024-07-02')],
    ['shorter than five minutes', at('23:56'), at('23:59:59')],
    ['longer than 24 hours', at('10:00'), at('20:00', '2024-07-02')],
    ['that closes an hour before it opens', at('10:00'), at('09:00')],
    ['that closes days before it opens', at('10:00'), at('10:00', '2024-06-29')],
    ['that opens days after its date', at('10:00', '2024-07-04'), at('18:00', '2024-07-04')],
  ])('gives no hours: one %s', (_, opensAtMs, closesAtMs) => {
    expect(interval(opensAtMs, closesAtMs)).toBeNull();
  });

  it('is measured by the clock of the park: 25 hours on the day on which it is set back', () => {
    const hours = (closes: string) =>
      publishedInterval(
        'OPERATING',
        {
          localDate: '2024-11-02',
          opensAtMs: Date.parse('2024-11-02T06:00:00-04:00'),
          closesAtMs: Date.parse(`2024-11-03T${closes}-05:00`),
        },
        new ParkClock('America/New_York'),
      );
    expect(hours('06:00:00')).not.toBeNull();
    expect(hours('06:10:00')).toBeNull();
  });

  it('ends at the time that its closing has on the next day, also where the clock is set back meanwhile', () => {
    const hours = {
      localDate: '2024-11-02',
      opensAtMs: Date.parse('2024-11-02T18:00:00-04:00'),
      closesAtMs: Date.parse('2024-11-02T02:00:00-04:00'),
    };
    expect(publishedInterval('OPERATING', hours, new ParkClock('America/New_York'))).toMatchObject({
      endMs: Date.parse('2024-11-03T02:00:00-05:00'),
    });
  });
});
