import { rangesOf } from './observation-ranges.js';

/** Ranges of observations written as `ride instant`, as `rides from…to: rows`. */
function ranges(...observations: string[]): string[] {
  const [rideId, recordedAtMs] = [
    observations.map((text) => Number(text.split(' ')[0])),
    observations.map((text) => Date.parse(`${text.split(' ')[1]}Z`)),
  ];
  return rangesOf({ length: observations.length, rideId, recordedAtMs }).map(({ range, rows }) => {
    const [from, to] = [range.fromMs, range.toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
    return `${range.rideIds.join(',')} ${from}…${to}: ${rows.join(',')}`;
  });
}

describe('the ranges of a set of observations', () => {
  it('are none for none', () => {
    expect(ranges()).toEqual([]);
  });

  it('are one for a file of one day that reaches into its neighbours', () => {
    expect(ranges('1 2024-07-02T12:00', '1 2024-07-03T00:10', '2 2024-07-01T23:50')).toEqual([
      '1,2 2024-07-01T23:50…2024-07-03T00:10: 0,1,2',
    ]);
  });

  it('omit the years, and the rides, between a day and an event with a distant date', () => {
    expect(ranges('1 2024-07-01T12:00', '2 2021-03-05T08:00', '2 2024-07-01T13:00')).toEqual([
      '2 2021-03-05T08:00…2021-03-05T08:00: 1',
      '1,2 2024-07-01T12:00…2024-07-01T13:00: 0,2',
    ]);
  });

  it('end with a day on which nothing was observed', () => {
    expect(ranges('1 2024-07-01T12:00', '1 2024-07-03T12:00')).toHaveLength(2);
  });

  it('end with the month, so that each lies in one partition', () => {
    expect(ranges('1 2024-06-30T23:59', '1 2024-07-01T00:00', '1 2024-07-02T00:00')).toEqual([
      '1 2024-06-30T23:59…2024-06-30T23:59: 0',
      '1 2024-07-01T00:00…2024-07-02T00:00: 1,2',
    ]);
  });

  it('support instants before 1970', () => {
    expect(ranges('1 1969-12-31T23:00', '1 1970-01-01T01:00')).toHaveLength(2);
  });
});
