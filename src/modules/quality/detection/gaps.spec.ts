import type { Poll } from './gap-reason.js';
import { type Surroundings, findParkGaps, findRideGaps, expectedUnobserved } from './gaps.js';
import type { ObservedSpan } from './observed-spans.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const T0 = Date.parse('2026-04-15T00:00:00Z');
const at = (hour: number, day = 0) => T0 + day * DAY_MS + hour * 60 * MINUTE_MS;
const THRESHOLDS = { liveGapMs: 15 * MINUTE_MS, noDataMs: 60 * MINUTE_MS, absentDays: 7 };
const OPEN = Array.from({ length: 14 }, (_, day) => ({ startMs: at(9, day), endMs: at(21, day) }));

const live = (rideId: number, from: number, until: number): ObservedSpan => ({
  rideId,
  fromMs: from,
  untilMs: until,
  status: 'OPERATING',
  waitMinutes: 20,
  source: 'LIVE',
});
const event = (rideId: number, ms: number, overrides: Partial<ObservedSpan> = {}): ObservedSpan => ({
  ...live(rideId, ms, ms),
  source: 'ARCHIVE',
  ...overrides,
});
/** An event every ten minutes. */
const steady = (rideId: number, from: number, until: number): ObservedSpan[] =>
  Array.from({ length: Math.floor((until - from) / (10 * MINUTE_MS)) + 1 }, (_, n) =>
    event(rideId, from + n * 10 * MINUTE_MS),
  );
const around = (overrides: Partial<Surroundings> = {}): Surroundings => ({
  openingIntervals: OPEN,
  polls: [],
  liveSinceMs: at(0, -30),
  archiveUntilMs: at(0, 30),
  pollPeriodMs: 5 * MINUTE_MS,
  range: { startMs: at(0, -1), endMs: overrides.lookedUntilMs ?? at(21) },
  lookedUntilMs: at(21),
  ...overrides,
});
const polls = (from: number, until: number, poll: Partial<Poll> = {}): Poll[] =>
  Array.from({ length: Math.round((until - from) / (5 * MINUTE_MS)) }, (_, n) => {
    const startedAtMs = from + n * 5 * MINUTE_MS;
    return { startedAtMs, observedAtMs: startedAtMs, errorCode: null, entitiesRead: 1, entitiesRejected: 0, ...poll };
  });
const reasonOf = (given: Poll[]) =>
  findParkGaps([live(1, at(9), at(12)), live(1, at(14), at(21))], around({ polls: given }), THRESHOLDS).map(
    ({ reason, startMs, endMs }) => [reason, startMs, endMs],
  );

describe('a gap of a live park', () => {
  it.each([
    ['SERVER_ERROR', 'API_UNAVAILABLE'],
    ['TIMEOUT', 'API_UNAVAILABLE'],
    ['RATE_LIMITED', 'RATE_LIMITED'],
    ['MALFORMED_RESPONSE', 'INVALID_DATA'],
    ['DATABASE_UNAVAILABLE', 'COLLECTION_FAILURE'],
  ])('after polls that failed by %s is %s', (errorCode, reason) => {
    const failed = polls(at(12) + 5 * MINUTE_MS, at(14), { observedAtMs: null, errorCode });
    expect(reasonOf(failed)).toEqual([[reason, at(12), at(14)]]);
  });

  it('is COLLECTION_FAILURE without polls, and PARK_SILENT if responses do not contain the park', () => {
    expect(reasonOf([])).toEqual([['COLLECTION_FAILURE', at(12), at(14)]]);
    expect(reasonOf(polls(at(12) + 5 * MINUTE_MS, at(14)))).toEqual([['PARK_SILENT', at(12), at(14)]]);
    const few = polls(at(12) + 5 * MINUTE_MS, at(12.5), { observedAtMs: null, errorCode: 'TIMEOUT' });
    expect(reasonOf(few)[0]![0]).toBe('COLLECTION_FAILURE');
  });

  it('is INVALID_DATA if all entities were rejected, or as many as the park has rides', () => {
    const refused = (entitiesRead: number, entitiesRejected: number) =>
      reasonOf(polls(at(12) + 5 * MINUTE_MS, at(14), { entitiesRead, entitiesRejected }))[0]![0];
    expect(refused(4, 4)).toBe('INVALID_DATA');
    expect(refused(40, 1)).toBe('INVALID_DATA');
    expect(refused(40, 0)).toBe('PARK_SILENT');
  });

  it.each([
    ['rejected', { entitiesRead: 60, entitiesRejected: 1 }, 'INVALID_DATA'],
    ['missing', { entitiesRead: 60, entitiesRejected: 0 }, 'PARK_SILENT'],
  ])('is not COLLECTION_FAILURE if polls are rare and the few within the gap had the park %s', (_, counts, reason) => {
    const everyHour = [9, 10, 11, 12, 14, 15, 16].flatMap((hour) => polls(at(hour), at(hour) + 5 * MINUTE_MS));
    const [inGap] = polls(at(13), at(13) + 5 * MINUTE_MS, counts);
    const given = [...everyHour.slice(0, 4), inGap!, ...everyHour.slice(4)];
    expect(reasonOf(given)[0]![0]).toBe(reason);
  });

  it('is COLLECTION_FAILURE if the polls around it are made as often as configured', () => {
    const around = [...polls(at(9), at(12) + 1), ...polls(at(14), at(16))];
    const [one] = polls(at(13), at(13) + 5 * MINUTE_MS, { entitiesRead: 60, entitiesRejected: 1 });
    expect(reasonOf([...around, one!].sort((a, b) => a.startedAtMs - b.startedAtMs))[0]![0]).toBe('COLLECTION_FAILURE');
  });

  it('is not COLLECTION_FAILURE if polls are made less often than configured but all succeed', () => {
    const everyTwenty = polls(at(12) + 5 * MINUTE_MS, at(14)).filter((_, index) => index % 4 === 3);
    expect(reasonOf(everyTwenty)[0]![0]).toBe('PARK_SILENT');
    const refused = everyTwenty.map((poll) => ({ ...poll, entitiesRejected: 1 }));
    expect(reasonOf(refused)[0]![0]).toBe('INVALID_DATA');
  });

  it('is found only above the limit, within opening hours', () => {
    const gapsOf = (until: number, from: number, looked = at(21)) =>
      findParkGaps([live(1, at(9), until), live(1, from, at(21))], around({ lookedUntilMs: looked }), THRESHOLDS);
    expect(gapsOf(at(12), at(12.25))).toEqual([]);
    expect(gapsOf(at(12), at(12.26))).toHaveLength(1);
    expect(
      findParkGaps(
        [live(1, at(9), at(21)), live(1, at(9, 1), at(10, 1))],
        around({ lookedUntilMs: at(10, 1) }),
        THRESHOLDS,
      ),
    ).toEqual([]);
  });

  it('grows while it lasts, and keeps its identity by the observation before it', () => {
    const observed = [live(1, at(9), at(12))];
    const [early, late] = [at(13), at(12, 1)].map(
      (lookedUntilMs) => findParkGaps(observed, around({ lookedUntilMs }), THRESHOLDS)[0]!,
    );
    expect([early!.startMs, early!.endMs, early!.isOngoing]).toEqual([at(12), at(13), true]);
    expect([late!.startMs, late!.endMs, late!.sinceMs]).toEqual([at(12), at(12, 1), early!.sinceMs]);
    expect(late!.missingMs).toBe(12 * 60 * MINUTE_MS);
  });
});

describe('observations before and after the examined range', () => {
  const range = { startMs: at(0, 5), endMs: at(0, 6) };
  const inRange = live(1, at(9, 5), at(21, 5));

  it('are only the nearest of each ride: no gap is found between them', () => {
    const observed = [
      live(3, at(12, 1), at(13, 1)),
      live(2, at(12, 2), at(13, 2)),
      live(1, at(9, 4), at(21, 4)),
      inRange,
    ];
    const later = [live(1, at(9, 6), at(10, 6)), live(2, at(14, 7), at(15, 7))];
    const facts = around({ range, lookedUntilMs: at(12, 8) });
    expect(findParkGaps([...observed, ...later], facts, THRESHOLDS)).toEqual([]);
  });

  it('give the start and the end of a gap that crosses the edge', () => {
    const crossing = [live(1, at(9, 4), at(20, 4)), live(1, at(10, 5), at(20, 5)), live(1, at(11, 6), at(21, 6))];
    const facts = around({ range, lookedUntilMs: at(12, 8) });
    expect(findParkGaps(crossing, facts, THRESHOLDS)).toMatchObject([
      { startMs: at(20, 4), endMs: at(10, 5), isOngoing: false },
      { startMs: at(20, 5), endMs: at(11, 6), isOngoing: false },
    ]);
  });
});

describe('a gap of an archived park', () => {
  const archived = around({ liveSinceMs: null });

  it('is an unusually long interval within opening hours, not the night nor the end of the archive', () => {
    const observed = [...steady(1, at(9), at(12)), ...steady(1, at(14), at(21)), ...steady(1, at(9, 1), at(21, 1))];
    expect(findParkGaps(observed, { ...archived, lookedUntilMs: at(21, 5) }, THRESHOLDS)).toMatchObject([
      { reason: 'PARK_SILENT', source: 'ARCHIVE', startMs: at(12), endMs: at(14) },
    ]);
  });

  it('ends with the archive: no data is expected until the first live data', () => {
    const observed = [...steady(1, at(9), at(21)), live(1, at(10, 5), at(21, 5))];
    const facts = { range: { startMs: at(0), endMs: at(21, 5) }, lookedUntilMs: at(21, 5), liveSinceMs: at(10, 5) };
    expect(findParkGaps(observed, around({ ...facts, archiveUntilMs: at(21) }), THRESHOLDS)).toEqual([]);
    expect(findParkGaps(observed, around({ ...facts, archiveUntilMs: null }), THRESHOLDS)).toEqual([]);
    expect(findParkGaps(observed, around({ ...facts, archiveUntilMs: at(15, 1) }), THRESHOLDS)).toMatchObject([
      { source: 'ARCHIVE', startMs: at(9, 1), endMs: at(15, 1), isOngoing: false },
    ]);
    const byRide = new Map([[1, observed]]);
    const ofRide = {
      ...around({ ...facts, archiveUntilMs: at(21) }),
      parkConfirmedUntilMs: at(21, 5),
      inactive: new Set([]),
    };
    expect(findRideGaps(byRide, [], ofRide, { ...THRESHOLDS, absentDays: 1 })).toEqual([]);
  });

  it('is a gap of live data if the destination was collected before the park was observed', () => {
    const observed = [...steady(1, at(9), at(21)), live(1, at(14, 5), at(21, 5))];
    const facts = { range: { startMs: at(0), endMs: at(21, 5) }, lookedUntilMs: at(21, 5), liveSinceMs: at(10, 5) };
    expect(findParkGaps(observed, around({ ...facts, archiveUntilMs: at(21) }), THRESHOLDS)).toMatchObject([
      { source: 'LIVE', startMs: at(10, 5), endMs: at(14, 5) },
    ]);
  });

  it('is judged by the usual interval of a log with rare changes', () => {
    const calm = Array.from({ length: 60 }, (_, n) => event(1, at(9, Math.floor(n / 12)) + (n % 12) * 50 * MINUTE_MS));
    const withoutData = calm.filter((_, n) => n !== 30 && n !== 31);
    expect(findParkGaps(withoutData, archived, THRESHOLDS)).toEqual([]);
  });
});

describe('a ride without data', () => {
  const neighbour = live(2, at(9), at(21));
  const rideGaps = (observed: ObservedSpan[], inactive: number[] = [], surroundings = around()) => {
    const byRide = new Map([
      [1, observed],
      [2, [neighbour]],
    ]);
    const facts = { ...surroundings, parkConfirmedUntilMs: at(21), inactive: new Set(inactive) };
    return findRideGaps(byRide, [], facts, THRESHOLDS);
  };

  it('is found after an hour while other rides report', () => {
    expect(rideGaps([live(1, at(9), at(12)), live(1, at(13), at(21))])).toEqual([]);
    expect(rideGaps([live(1, at(9), at(12)), live(1, at(13.1), at(21))])).toMatchObject([
      { reason: 'PARK_SILENT', rideId: 1, startMs: at(12), endMs: at(13.1), isOngoing: false },
    ]);
  });

  it('has an ongoing gap while its park reports, unless it was removed from the catalogue', () => {
    expect(rideGaps([live(1, at(9), at(12))])).toMatchObject([{ endMs: at(21), isOngoing: true }]);
    expect(rideGaps([live(1, at(9), at(12))], [1])).toEqual([]);
  });

  it('is listed in the gap of its park if the whole park has no data', () => {
    const observed = [live(1, at(9), at(12)), live(1, at(14.2), at(21))];
    const [gap] = findParkGaps([live(2, at(9), at(12.1)), live(2, at(14), at(21))], around(), THRESHOLDS);
    const facts = { ...around(), parkConfirmedUntilMs: at(21), inactive: new Set<number>() };
    expect(findRideGaps(new Map([[1, observed]]), [gap!], facts, THRESHOLDS)).toEqual([]);
    expect(gap!.rideIds).toEqual([1]);
  });

  it('in the archive may have no data for days while closed, but not for a week', () => {
    const archived = around({ liveSinceMs: null, lookedUntilMs: at(21, 12) });
    const noDataFor = (days: number) => {
      const observed = [
        event(1, at(12), { status: 'CLOSED', waitMinutes: null }),
        ...steady(1, at(12, days), at(20, days)),
      ];
      const facts = { ...archived, parkConfirmedUntilMs: at(20, days), inactive: new Set<number>() };
      return findRideGaps(new Map([[1, observed]]), [], facts, THRESHOLDS);
    };
    expect(noDataFor(7)).toEqual([]);
    expect(noDataFor(8)).toMatchObject([{ rideId: 1, startMs: at(12), endMs: at(12, 8) }]);
  });
});

describe('the usual opening of an unobserved park', () => {
  const [opening, next] = [OPEN[0]!, OPEN[1]!];
  const closed = (from: number, until: number): ObservedSpan => ({ ...live(1, from, until), status: 'CLOSED' });
  const hour = (instantMs: number) => (instantMs - T0) / (60 * MINUTE_MS);
  /** Expected but unobserved intervals, for these observations and opening hours. */
  const expected = (observed: ObservedSpan[], open: [number, number][], lookedUntilMs = at(21)) =>
    expectedUnobserved(
      observed,
      around({
        openingIntervals: open.map(([from, until]) => ({ startMs: at(from), endMs: at(until) })),
        lookedUntilMs,
      }),
      [opening, next],
    ).map(({ startMs, endMs }) => [hour(startMs), hour(endMs)]);

  it('is expected from the end of its data, or from its opening if the data ended before', () => {
    expect(expected([live(1, at(9), at(12))], [[9, 12]])).toEqual([[12, 21]]);
    expect(expected([closed(at(0), at(5))], [])).toEqual([[9, 21]]);
    expect(expected([closed(at(0), at(8)), closed(at(10), at(11)), live(1, at(11), at(21))], [[11, 21]])).toEqual([
      [9, 10],
    ]);
  });

  it('is not expected if the park was observed closed in that opening, before or after the gap', () => {
    expect(expected([closed(at(0), at(12)), closed(at(13), at(21))], [])).toEqual([]);
    expect(expected([live(1, at(9), at(16)), closed(at(16), at(18)), closed(at(19), at(21))], [[9, 16]])).toEqual([]);
    expect(expected([closed(at(0), at(8)), closed(at(10), at(21))], [])).toEqual([]);
  });

  it('is expected on the next day even if the park was observed closed on this one', () => {
    expect(expected([closed(at(0), at(12))], [], at(12, 1))).toEqual([[33, 36]]);
  });
});
