import type { Schemas } from '../../api/client.js';
import { calendarSummary, dayKind, monthsOf, observedMonths } from './calendar-grid.js';
import { boardTotals, type LiveRide, sortBoard, waitNow } from './live-board.js';
import { mapOf } from './park-map.js';

function liveRide(name: string, current: Partial<NonNullable<LiveRide['current']>> | null): LiveRide {
  const state: NonNullable<LiveRide['current']> = {
    ...{ status: 'OPERATING', waitMinutes: null, minutesSince: 1, isCurrent: true, exclusion: null, queues: [] },
    ...{ recordedAt: '', lastConfirmedAt: '', lastUpdatedAt: null, dataSource: 'LIVE' },
    ...current,
  };
  return {
    rideId: name.length,
    name,
    entityType: 'ATTRACTION',
    latitude: null,
    longitude: null,
    current: current && state,
  };
}

describe('the live board', () => {
  const rides = [
    liveRide('old', { waitMinutes: 90, isCurrent: false }),
    liveRide('closed', { status: 'CLOSED', waitMinutes: 10 }),
    liveRide('short', { waitMinutes: 5 }),
    liveRide('long', { waitMinutes: 60 }),
    liveRide('broken', { status: 'DOWN', waitMinutes: 60 }),
    liveRide('never', null),
  ];

  it('lists what is down first, then the longest waits; unknown rides are last', () => {
    expect(sortBoard(rides).map(({ name }) => name)).toEqual(['broken', 'long', 'short', 'closed', 'never', 'old']);
  });

  it('counts no wait of a ride that is closed, down, or not current', () => {
    expect(rides.map(waitNow)).toEqual([null, null, 5, 60, null, null]);
    expect(boardTotals(rides)).toMatchObject({ rides: 6, operating: 2, down: 1, averageMinutes: 32.5 });
    expect(boardTotals([])).toEqual({ rides: 0, operating: 0, down: 0, averageMinutes: null, longest: null });
  });
});

function day(date: string, averageWaitMinutes: number | null, observedMinutes = 600): Schemas['CalendarDayView'] {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return { date, weekday, metrics: { averageWaitMinutes, observedMinutes } } as Schemas['CalendarDayView'];
}

describe('the calendar of a park', () => {
  it('puts each day into its month, week and weekday', () => {
    const months = monthsOf([day('2026-10-31', 20), day('2026-11-01', 30), day('2026-11-02', 40)]);
    expect(months.map(({ key, weeks }) => [key, weeks.length])).toEqual([
      ['2026-10', 1],
      ['2026-11', 2],
    ]);
    expect(months[1]!.weeks[0]![6]?.date).toBe('2026-11-01');
    expect(months[1]!.weeks[1]![0]?.date).toBe('2026-11-02');
  });

  it('leaves out months before and after all observations, not those between', () => {
    const days = [
      day('2026-01-01', null, 0),
      day('2026-02-01', 9),
      day('2026-03-01', null, 0),
      day('2026-04-01', 9),
      day('2026-05-01', null, 0),
    ];
    expect(observedMonths(monthsOf(days)).map(({ key }) => key)).toEqual(['2026-02', '2026-03', '2026-04']);
    expect(observedMonths(monthsOf([day('2026-01-01', null, 0)]))).toEqual([]);
  });

  it('tells closed from not observed', () => {
    expect([dayKind(day('2026-01-01', null)), dayKind(day('2026-01-01', null, 0))]).toEqual(['closed', 'unknown']);
    expect(calendarSummary([day('2026-01-01', null)])).toBe('No wait was posted in this year.');
  });
});

describe('the map of a park', () => {
  it('has north up, east right, and one scale for both', () => {
    const places = [
      { rideId: 1, latitude: 48.9, longitude: 2.77 },
      { rideId: 2, latitude: 48.89, longitude: 2.78 },
    ];
    const [northWest, southEast] = mapOf(places)!.spots;
    expect(northWest!.x).toBeLessThan(southEast!.x);
    expect(northWest!.y).toBeLessThan(southEast!.y);
    for (const { x, y } of mapOf(places)!.spots) {
      expect([x, y].every((share) => share >= 0 && share <= 1)).toBe(true);
    }
  });

  it('works for one ride, and there is none without rides', () => {
    expect(mapOf([{ rideId: 1, latitude: 48.9, longitude: 2.77 }])!.spots[0]).toMatchObject({ x: 0.5, y: 0.5 });
    expect(mapOf([])).toBeNull();
  });
});
