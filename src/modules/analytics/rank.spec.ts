import { NO_TOTALS, type Totals } from '../statistics/rollup-totals.js';
import type { CandidateTotals } from './queries/period-totals.service.js';
import { rank } from './rank.js';

const HOUR = 3_600_000;
const one = (
  name: string,
  totals: Partial<Totals>,
  { reported = 1, rideId = 1 }: { reported?: number; rideId?: number | null } = {},
): CandidateTotals => ({
  candidate: {
    ...{ id: name.charCodeAt(0), parkId: 1, destinationId: 1, rideId, name, parkName: 'Park', timezone: null },
    ...{ reportsDown: true, downReports: [] },
  },
  spans: [
    {
      span: { from: '2024-07-01', to: '2024-07-01' },
      days: 1,
      totals: {
        ...NO_TOTALS,
        days: 1,
        scheduledMs: 10 * HOUR,
        scheduledObservedMs: 10 * HOUR,
        scheduledOperatingMs: 10 * HOUR,
        reportedMs: reported * 10 * HOUR,
        ...totals,
      },
      inUseOperatingMs: totals.scheduledOperatingMs ?? 10 * HOUR,
      details: null,
    },
  ],
});
const waits = (average: number, hours = 8) => ({ waitKnownMs: hours * HOUR, waitMinutesMs: hours * HOUR * average });
const names = (list: readonly CandidateTotals[]) => list.map(({ candidate }) => candidate.name);

describe('a ranking by waits', () => {
  it('lists the longest average first, and equal ones by name', () => {
    const { ranked } = rank([one('B', waits(20)), one('C', waits(45)), one('A', waits(20))], 'averageWaitMinutes');
    expect(ranked.map(({ candidate, value }) => [candidate.name, value])).toEqual([
      ['C', 45],
      ['A', 20],
      ['B', 20],
    ]);
  });

  it('excludes a ride that was observed for five minutes', () => {
    const glimpse = { scheduledObservedMs: HOUR / 12, ...waits(240, 1 / 12) };
    const ranking = rank([one('Glimpse', glimpse), one('Steady', waits(30))], 'averageWaitMinutes');
    expect(names(ranking.ranked)).toEqual(['Steady']);
    expect(ranking.lowCoverage).toBe(1);
  });

  it('excludes a ride that posted waits for only five minutes of the day', () => {
    const short = one('Short', waits(240, 1 / 12));
    const ranking = rank([short, one('Steady', waits(30))], 'averageWaitMinutes');
    expect([names(ranking.ranked), ranking.fewWaits]).toEqual([['Steady'], 1]);
  });

  it('includes parks whose rides post few waits, and excludes those without waits', () => {
    const few = one('Park', waits(30, 0.5), { rideId: null });
    expect(names(rank([few, one('None', {})], 'averageWaitMinutes').ranked)).toEqual(['Park']);
  });
});

describe('a ranking by downtime', () => {
  it('ranks by down / (operating + down): 1 of 10 hours is 10 %', () => {
    const half = { scheduledOperatingMs: 4 * HOUR, scheduledDownMs: 4 * HOUR };
    const tenth = { scheduledOperatingMs: 9 * HOUR, scheduledDownMs: HOUR };
    const { ranked } = rank([one('Tenth', tenth), one('Half', half)], 'downtimePercent');
    expect(ranked.map(({ candidate, value }) => [candidate.name, Math.round(value)])).toEqual([
      ['Half', 50],
      ['Tenth', 10],
    ]);
  });

  it('lists parks without ranking them if their feed reports DOWN in less than half of the observed scheduled time', () => {
    const never = one('Never', { scheduledOperatingMs: 0 }, { reported: 0 });
    const late = one('Late', { scheduledOperatingMs: 4 * HOUR, scheduledDownMs: HOUR }, { reported: 0.49 });
    const half = one('Half', { scheduledDownMs: HOUR }, { reported: 0.5 });
    const ranking = rank([never, half, late], 'downtimePercent');
    expect(names(ranking.ranked)).toEqual(['Half']);
    expect(names(ranking.withoutDownReports)).toEqual(['Never', 'Late']);
  });

  it('does not list a park without observations in the period', () => {
    const unknownIds = one('Unseen', { scheduledObservedMs: 0, scheduledOperatingMs: 0 }, { reported: 0 });
    expect(rank([unknownIds], 'downtimePercent').withoutDownReports).toEqual([]);
  });

  it('excludes a ride that never operated, which has no uptime', () => {
    const broken = one('Broken', { scheduledOperatingMs: 0, scheduledDownMs: 10 * HOUR });
    expect(rank([broken], 'downtimePercent').ranked).toEqual([]);
  });
});

describe('a ranking by any metric', () => {
  const busy = { waitKnownMs: 8 * HOUR, waitMinutesMs: 8 * HOUR * 40, maxWait: 70, observedMs: 12 * HOUR };
  const calm = { waitKnownMs: 8 * HOUR, waitMinutesMs: 8 * HOUR * 10, maxWait: 90, observedMs: 11 * HOUR };
  const down = { scheduledOperatingMs: 6 * HOUR, scheduledDownMs: 4 * HOUR };
  const rides = [one('Busy', busy), one('Calm', { ...calm, ...down })];
  const values = (...[by, order]: [Parameters<typeof rank>[1], ('asc' | 'desc')?]) =>
    rank(rides, by, order).ranked.map(({ candidate, value }) => [candidate.name, value]);

  it.each([
    [
      'peakWaitMinutes',
      [
        ['Calm', 90],
        ['Busy', 70],
      ],
    ],
    [
      'uptimePercent',
      [
        ['Busy', 100],
        ['Calm', 60],
      ],
    ],
    [
      'downtimePercent',
      [
        ['Calm', 40],
        ['Busy', 0],
      ],
    ],
    [
      'downMinutes',
      [
        ['Calm', 240],
        ['Busy', 0],
      ],
    ],
    [
      'operatingMinutes',
      [
        ['Busy', 600],
        ['Calm', 360],
      ],
    ],
    [
      'postedMinutes',
      [
        ['Busy', 480],
        ['Calm', 480],
      ],
    ],
    [
      'scheduledMinutes',
      [
        ['Busy', 600],
        ['Calm', 600],
      ],
    ],
    [
      'unknownMinutes',
      [
        ['Busy', 0],
        ['Calm', 0],
      ],
    ],
    [
      'observedMinutes',
      [
        ['Busy', 720],
        ['Calm', 660],
      ],
    ],
    [
      'coveragePercent',
      [
        ['Busy', 100],
        ['Calm', 100],
      ],
    ],
  ] as const)('%s has the greatest value first', (by, expected) => {
    expect(values(by)).toEqual(expected);
  });

  it('has the smallest value first on request', () => {
    expect(values('averageWaitMinutes', 'asc')).toEqual([
      ['Calm', 10],
      ['Busy', 40],
    ]);
  });

  it('excludes little observed entities, unless it is of what was observed', () => {
    const little = [one('Little', { ...busy, scheduledObservedMs: 4 * HOUR, observedMs: 4 * HOUR })];
    expect(rank(little, 'peakWaitMinutes')).toMatchObject({ ranked: [], lowCoverage: 1 });
    expect(rank(little, 'coveragePercent').ranked).toMatchObject([{ value: 40 }]);
    expect(rank(little, 'unknownMinutes').ranked).toMatchObject([{ value: 360 }]);
  });

  it('of uptime and minutes down excludes entities whose feed does not report DOWN', () => {
    const silent = [one('Silent', busy, { reported: 0 })];
    for (const by of ['uptimePercent', 'downMinutes'] as const) {
      expect(rank(silent, by)).toMatchObject({ ranked: [], withoutDownReports: [{ candidate: { name: 'Silent' } }] });
    }
  });
});
