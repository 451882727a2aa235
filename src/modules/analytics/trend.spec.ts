import type { CandidateTotals } from './queries/period-totals.service.js';
import { NO_TOTALS, type Totals } from '../statistics/rollup-totals.js';
import { trends } from './trend.js';

const HOUR = 3_600_000;
const span = { from: '2024-07-01', to: '2024-07-01' };
const observed = (totals: Partial<Totals>): Totals => ({
  ...NO_TOTALS,
  ...{ days: 1, scheduledMs: 10 * HOUR, scheduledObservedMs: 10 * HOUR, reportedMs: 10 * HOUR },
  ...{ scheduledOperatingMs: 9 * HOUR, scheduledDownMs: HOUR },
  ...totals,
});
const wait = (average: number) => observed({ waitKnownMs: 8 * HOUR, waitMinutesMs: 8 * HOUR * average });
const one = (name: string, now: Totals, then: Totals): CandidateTotals => ({
  candidate: {
    ...{ id: name.charCodeAt(0), parkId: 1, destinationId: 1, rideId: 1, name, parkName: 'Park', timezone: null },
    ...{ reportsDown: true, downReports: [] },
  },
  spans: [now, then].map((totals) => ({
    ...{ span, days: 1, totals, inUseOperatingMs: totals.scheduledOperatingMs, details: null },
  })),
});
const shown = (list: ReturnType<typeof trends>) => list.map(({ candidate, change }) => [candidate.name, change]);

describe('a trend', () => {
  const rides = [one('Half', wait(20), wait(40)), one('Tenth', wait(36), wait(40)), one('Double', wait(80), wait(40))];

  it('of waits lists shorter waits as improvements, largest first', () => {
    expect(shown(trends(rides, 'avgWait', 'improving'))).toEqual([
      ['Half', -50],
      ['Tenth', -10],
    ]);
    expect(shown(trends(rides, 'avgWait', 'declining'))).toEqual([['Double', 100]]);
  });

  it('of uptime is in points, and more is an improvement: 90 % after 75 % is 15', () => {
    const down = (hours: number) => observed({ scheduledDownMs: hours * HOUR });
    const list = [one('Better', down(1), down(3)), one('Worse', down(3), down(1))];
    expect(shown(trends(list, 'uptime', 'improving'))).toEqual([['Better', 15]]);
    expect(shown(trends(list, 'uptime', 'declining'))).toEqual([['Worse', -15]]);
  });

  it('can be of any metric of rankings: longer peaks and downtime are declines, more time operating is an improvement', () => {
    const ran = (hours: number) => observed({ ...wait(20), maxWait: hours * 10, scheduledOperatingMs: hours * HOUR });
    const list = [one('More', ran(9), ran(6)), one('Less', ran(6), ran(9))];
    expect(shown(trends(list, 'operatingMinutes', 'improving'))).toEqual([['More', 50]]);
    expect(shown(trends(list, 'operatingMinutes', 'declining'))).toEqual([['Less', -33.33]]);
    expect(shown(trends(list, 'peakWaitMinutes', 'declining'))).toEqual([['More', 50]]);
    const down = [one('Down', observed({ scheduledDownMs: 3 * HOUR }), observed({}))];
    expect(shown(trends(down, 'downtimePercent', 'declining'))).toEqual([['Down', 15]]);
    expect(shown(trends(down, 'downMinutes', 'declining'))).toEqual([['Down', 200]]);
    expect(trends(down, 'downMinutes', 'improving')).toEqual([]);
  });

  it('requires half of the scheduled time of both periods, and both values', () => {
    const little = { ...wait(10), scheduledObservedMs: 4 * HOUR };
    const list = [one('Now', little, wait(40)), one('Then', wait(40), little), one('None', wait(40), observed({}))];
    expect(trends(list, 'avgWait', 'improving')).toEqual([]);
    expect(trends(list, 'avgWait', 'declining')).toEqual([]);
  });

  it('of uptime requires reports of DOWN in most of both periods, so a feed that begins to report is no decline', () => {
    const before = observed({ scheduledOperatingMs: 0, scheduledDownMs: 0, reportedMs: 0 });
    const partly = observed({ scheduledOperatingMs: 4 * HOUR, scheduledDownMs: 0, reportedMs: 4 * HOUR });
    const list = [
      one('Begins', observed({}), before),
      one('Partly', observed({}), partly),
      one('Ended', before, observed({})),
    ];
    expect([...trends(list, 'uptime', 'improving'), ...trends(list, 'uptime', 'declining')]).toEqual([]);
  });

  it('is absent without a change', () => {
    expect(trends([one('Same', wait(40), wait(40))], 'avgWait', 'improving')).toEqual([]);
  });
});
