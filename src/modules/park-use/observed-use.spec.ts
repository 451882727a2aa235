import { HOUR_MS } from '../../common/time/calendar.js';
import type { RideStatus } from '../snapshots/observations.js';
import { type DayUse, useDaysOf } from './day-use.js';
import { ParkClock } from './park-clock.js';
import { type PublishedInterval, publishedInterval } from './published-interval.js';
import { type StateSpan, useOfStates } from './use-of-states.js';

const START_MS = Date.parse('2024-07-01T00:00:00Z');
const atMs = (hour: number): number => START_MS + hour * HOUR_MS;
const state = (from: number, until: number, status: RideStatus, waitMinutes: number | null = null): StateSpan => ({
  ...{ fromMs: atMs(from), untilMs: atMs(until) },
  ...{ status, waitMinutes },
});
const operating = (from: number, until: number, wait = 0) => state(from, until, 'OPERATING', wait);
/** Posts a wait that moves, and is seen closed then. */
const poster = (from: number, until: number): StateSpan[] => [
  ...Array.from({ length: until - from }, (_, hour) => operating(from + hour, from + hour + 1, 10 + hour)),
  state(until, until, 'CLOSED'),
];

/** The windows of a day of which nothing is published, in hours. */
function windowsOf(...attractions: StateSpan[][]): number[][] {
  const [use] = useOfStates({
    ...{ days: useDaysOf('UTC', 0, START_MS, atMs(24)), published: [], attractions },
    ...{ carriedForwardUntilMs: ({ untilMs }: StateSpan) => untilMs + HOUR_MS / 4, ceilingMinutes: 600 },
  });
  return use!.windows.map(({ startMs, endMs }) => [startMs, endMs].map((ms) => (ms - START_MS) / HOUR_MS));
}

describe('the observed use of a day ends', () => {
  const posters = [poster(10, 18), poster(10, 18)];

  it('where the last ride is seen closed, up to three hours after the last posted waits', () => {
    expect(windowsOf(...posters, [operating(10, 20), state(20, 22, 'CLOSED')])).toEqual([[10, 20]]);
    expect(windowsOf(...posters, [operating(10, 21.5), state(21.5, 22, 'CLOSED')])).toEqual([[10, 18]]);
  });

  it('where a ride that breaks down meanwhile is seen closed', () => {
    const broken = [operating(10, 19), state(19, 19.5, 'DOWN'), operating(19.5, 20), state(20, 22, 'CLOSED')];
    expect(windowsOf(...posters, broken)).toEqual([[10, 20]]);
  });

  it.each([
    ['whose observations merely end', [operating(10, 20)]],
    ['that goes DOWN and is not seen again', [operating(10, 20), state(20, 20.5, 'DOWN')]],
    ['that is seen closed only after hours without an observation', [operating(10, 20), state(23, 23, 'CLOSED')]],
    ['that is seen under refurbishment', [operating(10, 20), state(20, 22, 'REFURBISHMENT')]],
  ])('with the posted waits, not with a ride %s', (_, ride) => {
    expect(windowsOf(...posters, ride)).toEqual([[10, 18]]);
  });

  it('where the feed of the whole park falls silent: nothing is known of the time after', () => {
    const withoutData = posters.map((states) => states.slice(0, 4));
    expect(windowsOf(...withoutData, [operating(10, 14)])).toEqual([[10, 14]]);
  });

  it('where its rides are seen closed together', () => {
    expect(windowsOf(...posters, poster(10, 18))).toEqual([[10, 18]]);
  });
});

describe('an archive that has events of one ride alone', () => {
  const archived = (states: StateSpan[]): StateSpan[] => states.map((state) => ({ ...state, source: 'ARCHIVE' }));
  const closedBefore = (hour: number) => archived([state(hour, hour, 'CLOSED')]);
  const repeats = archived(Array.from({ length: 8 }, (_, index) => operating(index * 3, index * 3 + 0.5, 5)));

  it('does not open a park whose other rides closed up to 28 days before', () => {
    expect(windowsOf(repeats, closedBefore(-4), closedBefore(-27 * 24))).toEqual([]);
    expect(windowsOf(repeats, closedBefore(-29 * 24), closedBefore(-30 * 24))).not.toEqual([]);
  });
});

describe('the observed use of a day without an opening of its own', () => {
  it('is the rest of the evening before, however short', () => {
    const untilThreePastMidnight = [operating(-2, -1, 20), operating(-1, 0.05, 25), state(0.05, 20, 'CLOSED')];
    expect(windowsOf(untilThreePastMidnight, untilThreePastMidnight)).toEqual([[0, 0.05]]);
  });

  it('is nothing if the evening ended before midnight', () => {
    const untilMidnight = [operating(-2, -1, 20), operating(-1, 0, 25), state(0, 20, 'CLOSED')];
    expect(windowsOf(untilMidnight, untilMidnight)).toEqual([]);
  });
});

describe('an evening that lasts past midnight into a day with published hours', () => {
  const rides = [0, 1, 2].map(() => [
    ...Array.from({ length: 9 }, (_, half) => operating(-3 + half / 2, -2.5 + half / 2, 10 + half)),
    state(1.5, 24, 'CLOSED'),
  ]);
  const hours = (localDate: string, fromMs: number, untilMs: number): PublishedInterval =>
    publishedInterval('OPERATING', { localDate, opensAtMs: fromMs, closesAtMs: untilMs }, new ParkClock('UTC'))!;
  const today = hours('2024-07-01', atMs(10), atMs(18));
  const useOfToday = (published: PublishedInterval[]): DayUse =>
    useOfStates({
      ...{ days: useDaysOf('UTC', 0, START_MS, atMs(24)), published, attractions: rides },
      ...{ carriedForwardUntilMs: ({ untilMs }: StateSpan) => untilMs + HOUR_MS / 4, ceilingMinutes: 600 },
    })[0]!;
  const evening = { startMs: atMs(0), endMs: atMs(1.5) };

  it('contradicts nothing if the hours of its date are not published', () => {
    expect(useOfToday([today])).toMatchObject({ outside: [], unpublishedEvening: [evening] });
    expect(useOfToday([today]).windows).toContainEqual(evening);
  });

  it('contradicts hours of its date that end before', () => {
    const yesterday = hours('2024-06-30', atMs(-14), atMs(-6));
    expect(useOfToday([yesterday, today])).toMatchObject({ outside: [evening], unpublishedEvening: [] });
  });
});

describe('the observed use of a day begins', () => {
  it('where rides open at a wait of 0, up to three hours before the first posted waits', () => {
    const early = [state(0, 8, 'CLOSED'), operating(8, 18), state(18, 18, 'CLOSED')];
    expect(windowsOf(poster(10, 18), poster(10, 18), early)).toEqual([[8, 18]]);
  });

  it('where the first event of an archive says that a ride operates', () => {
    expect(windowsOf(poster(10, 18), poster(10, 18), [operating(9, 18), state(18, 18, 'CLOSED')])).toEqual([[9, 18]]);
  });
});
