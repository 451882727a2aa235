import { barMinutes, boardRow, unusualText } from './board-row.js';
import type { LiveRide } from './live-board.js';
import { showTimesOf, showTimesText } from './show-times.js';

const current: NonNullable<LiveRide['current']> = {
  ...{ status: 'DOWN', waitMinutes: null, minutesSince: 0, isCurrent: true, exclusion: null, queues: [] },
  ...{ recordedAt: '2026-07-04T12:30:00Z', lastConfirmedAt: '2026-07-04T13:00:00Z', lastUpdatedAt: null },
  dataSource: 'LIVE',
};
const NO_DETAILS = {
  ...{ waitMinutes: null, estimatedWaitMinutes: null, returnStart: null, returnEnd: null, groupStart: null },
  ...{ groupEnd: null, boardingGroupStatus: null, nextAllocationAt: null },
};
const ride: LiveRide = { rideId: 4, name: 'Ride', entityType: 'ATTRACTION', latitude: null, longitude: null, current };

describe('a row of the live board', () => {
  it('says since when the ride is down, in the time of the park', () => {
    expect(boardRow(ride, { timezone: 'Europe/Paris' }).stateNotes).toMatch(/since .*14:30/);
  });

  it('is the same after a poll that only confirms the state, so that it is not rendered again', () => {
    const confirmed = { ...ride, current: { ...current, lastConfirmedAt: '2026-07-04T13:01:00Z' } };
    expect(boardRow(confirmed, { timezone: null })).toEqual(boardRow(ride, { timezone: null }));
  });

  it('shows no wait and no queue of a state that is too old', () => {
    const queue = { queueType: 'SINGLE_RIDER', waitMinutes: 10 } as (typeof current.queues)[number];
    const old = { ...ride, current: { ...current, isCurrent: false, waitMinutes: 40, queues: [queue] } };
    expect(boardRow(old, { timezone: null })).toMatchObject({ waitMinutes: null, queues: '', stateNotes: '' });
  });

  it('has the price of a queue, also a free one, unless it is not published', () => {
    const queue = { ...NO_DETAILS, queueType: 'PAID_RETURN_TIME', priceCurrency: 'EUR', state: 'TEMP_FULL' } as const;
    const queuesAt = (priceMinor: number | null) => {
      const queues = [{ ...queue, priceMinor }];
      return boardRow({ ...ride, current: { ...current, queues } }, { timezone: null }).queues;
    };
    expect(queuesAt(null)).toBe('Paid return time: full at present');
    expect(queuesAt(0)).toMatch(/0\.00.*, full at present/);
    expect(queuesAt(900)).toMatch(/9\.00.*, full at present/);
  });

  it('is called unusual above nine of ten days at this hour, by ten minutes at least', () => {
    const typical = { rideId: 4, hour: 14, p25: 30, p50: 35, p75: 40, p90: 50, days: 9 };
    const shown = (
      waitMinutes: number | null,
      changed: Partial<typeof typical> = {},
      shortestHour: number | null = 9,
    ) => {
      const facts = { ...typical, ...changed, shortestHour, shortestWaitMinutes: 15 };
      const operating = { ...ride, current: { ...current, status: 'OPERATING' as const, waitMinutes } };
      return boardRow(operating, { timezone: null, typical: facts });
    };
    expect(shown(51)).toMatchObject({ isUnusual: true, typical: '35 min', shortest: '09:00 (15 min)' });
    expect([shown(50), shown(null), shown(14, { p50: 5, p90: 10 })].map(({ isUnusual }) => isUnusual)).toEqual([
      ...[false, false, false],
    ]);
    expect(boardRow(ride, { timezone: null })).toMatchObject({ isUnusual: false, typical: null, shortest: null });
    expect(unusualText([shown(51), shown(50)])).toBe(
      'Unusually long for this hour: Ride with 51 min instead of 35 min, usually shortest at 09:00 (15 min)',
    );
    expect(unusualText([shown(50)])).toBe('No wait is unusually long for this hour');
    expect(unusualText([boardRow(ride, { timezone: null }), shown(null)])).toBeNull();
  });

  it('has a bar whose scale changes in steps of half an hour', () => {
    const rows = (...waits: (number | null)[]) =>
      waits.map((waitMinutes) => ({ ...boardRow(ride, { timezone: null }), waitMinutes }));
    expect([rows(), rows(null), rows(30), rows(31, 5), rows(61)].map(barMinutes)).toEqual([30, 30, 30, 60, 90]);
  });
});

describe('the performances of a show', () => {
  const at = (startsAt: string, withdrawnAt: string | null = null) =>
    ({ startsAt, withdrawnAt }) as Parameters<typeof showTimesOf>[0]['data'][number]['performances'][number];
  const textAt = (now: string, ...performances: ReturnType<typeof at>[]) => {
    const shows = [{ rideId: 4, name: 'Show', entityType: 'SHOW' as const, performances }];
    return showTimesText(showTimesOf({ data: shows, timezone: 'Asia/Tokyo' }, Date.parse(now)).get(4));
  };
  const [first, second] = [at('2026-07-04T03:00:00Z'), at('2026-07-04T06:30:00Z')];

  it('are those that are still to come, in the time of the park', () => {
    expect(textAt('2026-07-04T02:00:00Z', first, second)).toBe('12:00, 15:30');
    expect(textAt('2026-07-04T03:00:00Z', first, second)).toBe('15:30');
  });

  it('are none left after the last one, and unknown where none is published', () => {
    expect(textAt('2026-07-04T07:00:00Z', first, second)).toBe('none left today');
    expect(textAt('2026-07-04T02:00:00Z')).toBeNull();
    expect(textAt('2026-07-04T02:00:00Z', at('2026-07-04T03:00:00Z', '2026-07-04T01:00:00Z'))).toBeNull();
  });
});
