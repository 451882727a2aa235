import type { CandidateSums } from '../../reads/period-sums.service.js';
import { NO_SUMS, type Sums } from '../../reads/sums.js';
import { trends } from './trend.js';

const HOUR = 3_600_000;
const span = { from: '2024-07-01', to: '2024-07-01' };
const seen = (sums: Partial<Sums>): Sums => ({
  ...NO_SUMS,
  ...{ days: 1, openMs: 10 * HOUR, openObservedMs: 10 * HOUR, reportedMs: 10 * HOUR },
  ...{ openOperatingMs: 9 * HOUR, openDownMs: HOUR },
  ...sums,
});
const wait = (average: number) => seen({ waitKnownMs: 8 * HOUR, waitMinutesMs: 8 * HOUR * average });
const one = (name: string, now: Sums, then: Sums): CandidateSums => ({
  candidate: {
    ...{ id: name.charCodeAt(0), parkId: 1, rideId: 1, name, parkName: 'Park', timezone: null },
    ...{ reportsDown: true, downReports: [] },
  },
  spans: [now, then].map((sums) => ({ span, days: 1, sums })),
});
const shown = (list: ReturnType<typeof trends>) => list.map(({ candidate, change }) => [candidate.name, change]);

describe('a trend', () => {
  const rides = [one('Half', wait(20), wait(40)), one('Tenth', wait(36), wait(40)), one('Double', wait(80), wait(40))];

  it('of waits improves where they got shorter, the most first', () => {
    expect(shown(trends(rides, 'avgWait', 'improving'))).toEqual([
      ['Half', -50],
      ['Tenth', -10],
    ]);
    expect(shown(trends(rides, 'avgWait', 'declining'))).toEqual([['Double', 100]]);
  });

  it('of uptime is in points, and improves where there is more: 90 % after 75 % is 15', () => {
    const down = (hours: number) => seen({ openDownMs: hours * HOUR });
    const list = [one('Better', down(1), down(3)), one('Worse', down(3), down(1))];
    expect(shown(trends(list, 'uptime', 'improving'))).toEqual([['Better', 15]]);
    expect(shown(trends(list, 'uptime', 'declining'))).toEqual([['Worse', -15]]);
  });

  it('needs half of the open time of both periods, and both figures', () => {
    const little = { ...wait(10), openObservedMs: 4 * HOUR };
    const list = [one('Now', little, wait(40)), one('Then', wait(40), little), one('None', wait(40), seen({}))];
    expect(trends(list, 'avgWait', 'improving')).toEqual([]);
    expect(trends(list, 'avgWait', 'declining')).toEqual([]);
  });

  it('of uptime needs reports of DOWN in most of both periods: a feed that begins to report is no decline', () => {
    const before = seen({ openOperatingMs: 0, openDownMs: 0, reportedMs: 0 });
    const partly = seen({ openOperatingMs: 4 * HOUR, openDownMs: 0, reportedMs: 4 * HOUR });
    const list = [one('Begins', seen({}), before), one('Partly', seen({}), partly), one('Ended', before, seen({}))];
    expect([...trends(list, 'uptime', 'improving'), ...trends(list, 'uptime', 'declining')]).toEqual([]);
  });

  it('is none without a change', () => {
    expect(trends([one('Same', wait(40), wait(40))], 'avgWait', 'improving')).toEqual([]);
  });
});
