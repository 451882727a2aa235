import {
  averageWait,
  HOUR_MS,
  MINUTE_MS,
  openingOf,
  ParkStatistics,
  type ParkOptions,
  type ObservedState,
} from '../../../../test/statistics/support/park-figures.js';

const [DAY, NEXT] = ['2024-07-01', '2024-07-02'];
const on = (time: string, date = DAY): string => `${date}T${time}:00Z`;
const statistics = (rides: ParkOptions['rides'], options: Partial<ParkOptions> = {}) =>
  new ParkStatistics({ dates: [DAY, DAY], watched: true, rides, ...options });
const published = (from: string, to: string, type?: Parameters<typeof openingOf>[3], date = DAY) =>
  openingOf(date, on(from, date), on(to, date), type);

/** Seen at every poll from one time to the other, live: nothing ends it but its limit. */
const live = (
  from: string,
  to: string,
  status: ObservedState[1],
  wait: number | null = null,
  date = DAY,
): ObservedState => [on(from, date), status, wait, on(to, date)];
const shut = (from: string, to: string) => live(from, to, 'CLOSED');
const steady = (from: string, to: string, wait: number | null) => live(from, to, 'OPERATING', wait);

/** Waits that move every half hour. */
function moving(from: string, to: string): ObservedState[] {
  const [first, last] = [from, to].map((time) => Date.parse(on(time)));
  const steps = (last! - first!) / (30 * MINUTE_MS);
  return Array.from({ length: steps }, (_, step): ObservedState => {
    const atMs = first! + step * 30 * MINUTE_MS;
    const [at, until] = [atMs, atMs + 29 * MINUTE_MS].map((ms) => new Date(ms).toISOString());
    return [at!, 'OPERATING', 10 + (step % 5) * 5, until!];
  });
}
const times = (park: ReturnType<ParkStatistics['park']>) =>
  [park?.opensAtMs, park?.closesAtMs].map((ms) => (ms == null ? ms : new Date(ms).toISOString().slice(11, 16)));

describe('the worked examples of docs/statistics.md: published use', () => {
  it('exclude waits posted at night from the average, and keep them separately', () => {
    const ride = [steady('00:00', '09:59', 0), steady('10:00', '19:59', 40), steady('20:00', '23:59', 0)];
    const park = statistics({ 1: ride }, { openings: [published('10:00', '20:00')] });
    const day = park.day(1, DAY)!;
    expect([averageWait(day), day.waitKnownMs, day.minWait]).toEqual([40, 600 * MINUTE_MS, 40]);
    expect(day).toMatchObject({ outsideWaitKnownMs: 840 * MINUTE_MS, outsideWaitMinutesMs: 0, outsideMaxWait: 0 });
    expect(day).toMatchObject({ operatingMs: 24 * HOUR_MS, p50Wait: 40, p90Wait: 40 });
    expect((day.waitMinutesMs + day.outsideWaitMinutesMs) / (day.waitKnownMs + day.outsideWaitKnownMs)).toBeCloseTo(
      16.67,
      2,
    );
    expect(park.park(DAY)).toMatchObject({ minWait: 40, maxWait: 40, outsideWaitKnownMs: 840 * MINUTE_MS });
  });

  it('give a ride that operates only during an event its own metrics', () => {
    const event = [
      shut('10:00', '18:59'),
      steady('19:00', '20:59', 20),
      live('21:00', '21:29', 'DOWN'),
      steady('21:30', '22:59', 20),
      shut('23:00', '23:30'),
    ];
    const openings = [published('10:00', '18:00'), published('19:00', '23:00', 'TICKETED_EVENT')];
    const park = statistics({ 1: event, 2: [...moving('10:00', '18:00'), shut('18:00', '23:30')] }, { openings });
    const day = park.day(1, DAY)!;
    expect(day).toMatchObject({ scheduledMs: 12 * HOUR_MS, coverage: 1, eventMs: 240 * MINUTE_MS });
    expect(day).toMatchObject({ eventOperatingMs: 210 * MINUTE_MS, eventDownMs: 30 * MINUTE_MS });
    expect(day.eventWaitMinutesMs / day.eventWaitKnownMs).toBe(20);
    expect(times(park.park(DAY))).toEqual(['10:00', '23:00']);
    expect(park.park(DAY)).toMatchObject({ eventMs: 480 * MINUTE_MS, eventOperatingMs: 210 * MINUTE_MS });
  });
});

describe('the worked examples of docs/statistics.md: observed use', () => {
  const day = [shut('00:00', '09:59'), steady('10:00', '17:59', 20), shut('18:00', '23:59')];

  it('is opened by a share that posts waits and extended to other rides, not by a walk-through or an updated night', () => {
    const early = [shut('00:00', '09:29'), steady('09:30', '09:59', 0), ...day.slice(1)];
    const churned = [steady('00:00', '09:59', 0), steady('10:00', '17:59', 20), steady('18:00', '23:59', 0)];
    const park = statistics({ 1: early, 2: day, 3: day, 4: [steady('00:00', '23:59', null)], 5: churned });
    expect(times(park.park(DAY))).toEqual(['09:30', '18:00']);
    expect(park.day(4, DAY)).toMatchObject({ scheduledMs: 8.5 * HOUR_MS, scheduledOperatingMs: 8.5 * HOUR_MS });
  });

  it('requires more than half of the attractions if none posts a wait', () => {
    const quiet = [shut('00:00', '09:59'), steady('10:00', '17:59', null), shut('18:00', '23:59')];
    const closed = [shut('00:00', '23:59')];
    expect(times(statistics({ 1: quiet, 2: quiet, 3: quiet, 4: closed }).park(DAY))).toEqual(['10:00', '18:00']);
    const hour = [shut('00:00', '09:59'), steady('10:00', '10:59', null), shut('11:00', '23:59')];
    const shutPark = statistics({ 1: hour, 2: closed, 3: closed, 4: closed }).park(DAY);
    expect(shutPark).toMatchObject({
      opensAtMs: null,
      closesAtMs: null,
      scheduledMs: 0,
      coverage: null,
      ridesOperated: 0,
    });
  });

  it('does not continue for one of several rides that repeats a wait all night', () => {
    const repeated = [steady('00:00', '23:59', 5)];
    const night = [steady('00:00', '09:59', 5), ...moving('10:00', '18:00'), steady('18:00', '23:59', 5)];
    expect(times(statistics({ 1: night, 2: day, 3: day }).park(DAY))).toEqual(['10:00', '18:00']);
    expect(times(statistics({ 1: repeated, 2: day, 3: day, 4: day }).park(DAY))).toEqual(['10:00', '18:00']);
  });

  it('is opened by a single ride whose waits change', () => {
    const alone = [shut('00:00', '09:59'), ...moving('10:00', '18:00'), shut('18:00', '23:59')];
    const closed = [shut('00:00', '23:59')];
    expect(times(statistics({ 1: alone, 2: closed, 3: closed }).park(DAY))).toEqual(['10:00', '18:00']);
  });

  describe('on days on which the archive has events of one ride alone', () => {
    const dates = [DAY, NEXT] as const;
    const closes: ObservedState[] = [...moving('10:00', '20:00').map(([at, ...state]): ObservedState => [at, state[0], state[1]!]), [on('20:00'), 'CLOSED']]; // prettier-ignore
    const repeats = (wait: number | null, minutes: number): ObservedState[] =>
      Array.from({ length: Math.floor(1600 / minutes) }, (_, index): ObservedState => {
        return [new Date(Date.parse(on('21:00')) + index * minutes * MINUTE_MS).toISOString(), 'OPERATING', wait];
      });
    const notInUse = { opensAtMs: null, scheduledMs: 0, coverage: null, ridesOperated: 0 };

    it.each([
      [0, 45],
      [0, 180],
      [5, 45],
      [5, 180],
      [null, 45],
    ])('does not consist in a ride that repeats a wait of %s every %i minutes', (wait, minutes) => {
      const rides = { 1: closes, 2: closes, 3: closes, 4: [...closes, ...repeats(wait, minutes)] };
      expect(times(statistics({ ...rides }, { dates }).park(DAY))).toEqual(['10:00', '20:00']);
      expect(statistics({ ...rides }, { dates }).park(NEXT)).toMatchObject(notInUse);
      expect(statistics({ ...rides }, { dates: [NEXT, NEXT] }).park(NEXT)).toMatchObject(notInUse);
    });

    it.each([45, 180])(
      'does not consist in the only ride of the last weeks if it repeats 0 every %i minutes',
      (minutes) => {
        expect(statistics({ 1: repeats(0, minutes) }, { dates: [NEXT, NEXT] }).park(NEXT)).toMatchObject(notInUse);
      },
    );

    it('consists in a share of all attractions that post waits, not only of those with events', () => {
      const some = moving('10:00', '18:00').map(([at, ...state]): ObservedState => [new Date(Date.parse(at) + 24 * HOUR_MS).toISOString(), state[0], state[1]!]); // prettier-ignore
      const opens: ObservedState[] = [...closes, ...some, [on('18:00', NEXT), 'CLOSED']];
      const shutRides = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, id) => [id + 2, closes]));
      expect(times(statistics({ 1: opens, ...shutRides(4) }, { dates }).park(NEXT))).toEqual(['10:00', '18:00']);
      expect(statistics({ 1: opens, ...shutRides(5) }, { dates }).park(NEXT)).toMatchObject(notInUse);
    });

    it('is not affected by missing rides, whose state is unknown', () => {
      const missing: ObservedState[] = [[on('17:00'), 'OPERATING', 20]];
      const some: ObservedState[] = [[on('10:00', NEXT), 'OPERATING', 20], [on('11:00', NEXT), 'OPERATING', 25], [on('12:00', NEXT), 'CLOSED']]; // prettier-ignore
      const rides = { 1: some, 2: missing, 3: missing, 4: missing, 5: missing, 6: missing, 7: missing };
      expect(times(statistics(rides, { dates }).park(NEXT))).toEqual(['10:00', '12:00']);
    });
  });

  it('includes what the previous day published past midnight', () => {
    const openings = [openingOf('2024-06-30', on('10:00', '2024-06-30'), on('01:00'))];
    const park = statistics({ 1: day, 2: day }, { openings });
    expect(times(park.park(DAY))).toEqual(['10:00', '18:00']);
    expect(park.day(1, DAY)).toMatchObject({ scheduledMs: 9 * HOUR_MS });
  });
});

describe('the worked examples of docs/statistics.md: hours and rides that contradict each other', () => {
  const openings = [published('10:00', '17:00')];
  const goesOn = [...moving('10:00', '19:00'), shut('19:00', '23:59')];
  const closes = [...moving('10:00', '17:00'), shut('17:00', '23:59')];

  it('count as use if a third of the attractions continues', () => {
    const breaks = [...moving('10:00', '17:00'), live('17:00', '18:59', 'DOWN'), shut('19:00', '23:59')];
    const park = statistics({ 1: goesOn, 2: goesOn, 3: goesOn, 4: breaks, 5: closes, 6: closes }, { openings });
    expect(times(park.park(DAY))).toEqual(['10:00', '19:00']);
    const { scheduledOperatingMs, scheduledDownMs } = park.day(4, DAY)!;
    expect([scheduledOperatingMs, scheduledDownMs]).toEqual([7 * HOUR_MS, 2 * HOUR_MS]);
    expect(scheduledOperatingMs / (scheduledOperatingMs + scheduledDownMs)).toBeCloseTo(0.7778, 4);
  });

  it.each([
    ['two of them', [goesOn, goesOn, closes, closes, closes, closes]],
    ['a queue that drains for half an hour', Array.from({ length: 6 }, () => [...moving('10:00', '17:30'), shut('17:30', '23:59')])], // prettier-ignore
    ['waits that never move', Array.from({ length: 6 }, () => [...moving('10:00', '14:00'), steady('14:00', '23:59', 5)])], // prettier-ignore
  ])('do not count as use because of %s', (_, rides) => {
    const park = statistics(Object.fromEntries(rides.map((observed, index) => [index + 1, observed])), { openings });
    expect(times(park.park(DAY))).toEqual(['10:00', '17:00']);
  });

  it('keep a park that was observed closed all day out of use', () => {
    const closed = [shut('00:00', '23:59')];
    const park = statistics({ 1: closed, 2: closed }, { openings: [published('10:00', '18:00')] });
    expect(park.park(DAY)).toMatchObject({ opensAtMs: null, scheduledMs: 0, coverage: null, ridesTracked: 2 });
  });

  it.each([
    ['closes early', [[...moving('10:00', '11:00'), shut('11:00', '23:59')]]],
    ['is DOWN as a whole', [[live('09:00', '23:59', 'DOWN')], [live('09:00', '23:59', 'DOWN')]]],
    ['was observed for less than half of it', [[shut('10:00', '13:00')]]],
  ])('keep a park in use that %s', (_, rides: ObservedState[][]) => {
    const park = statistics(Object.fromEntries(rides.map((observed, index) => [index + 1, observed])), {
      openings: [published('10:00', '18:00')],
      watched: false,
    });
    expect(times(park.park(DAY))).toEqual(['10:00', '18:00']);
  });
});

describe('the worked examples of docs/statistics.md: rides that are missing', () => {
  const polls = Array.from({ length: 4 * 48 }, (_, quarter) => new Date(Date.parse(on('00:00')) + quarter * 15 * MINUTE_MS).toISOString()); // prettier-ignore
  const openings = [published('10:00', '20:00'), published('10:00', '20:00', 'OPERATING', NEXT)];
  const dates = [DAY, NEXT] as const;
  const stays: ObservedState[] = [
    live('09:00', '20:30', 'OPERATING', 20),
    live('09:00', '20:30', 'OPERATING', 25, NEXT),
  ];

  it('counts a ride that is absent from live responses as not observed', () => {
    const park = statistics({ 1: stays, 2: [live('09:00', '20:30', 'OPERATING', 20)] }, { dates, openings, polls });
    const second = park.park(NEXT)!;
    expect(second).toMatchObject({ ridesTracked: 2, ridesOperated: 1, scheduledMs: 20 * HOUR_MS, coverage: 0.5 });
    expect(second.observedMs + second.unknownMs).toBe(48 * HOUR_MS);
    expect(park.day(2, NEXT)).toBeUndefined();
  });

  it.each([
    ['is under refurbishment', [live('09:00', '20:30', 'REFURBISHMENT')], {}],
    ['was seen in the archive alone', [[on('10:00'), 'OPERATING', 20]], {}],
    ['was polled by nobody', [live('09:00', '20:30', 'OPERATING', 20)], { polls: [] }],
  ] as [string, ObservedState[], Partial<ParkOptions>][])('does not expect one that %s', (_, observed, options) => {
    const park = statistics({ 1: stays, 2: observed }, { dates, openings, polls, ...options });
    expect(park.park(NEXT)).toMatchObject({ ridesTracked: 1, coverage: 1 });
  });

  it('does not count a ride with only a value carried past midnight', () => {
    const open = [openingOf(NEXT, on('00:00', NEXT), on('01:00', NEXT))];
    const rides = { 1: [[on('18:10'), 'OPERATING', 20]], 2: [live('00:00', '00:59', 'OPERATING', 5, NEXT)] };
    const park = statistics(rides as unknown as ParkOptions['rides'], { dates, openings: open });
    expect(park.day(1, NEXT)).toMatchObject({ operatingMs: 10 * MINUTE_MS, scheduledMs: 0, coverage: null });
    expect(park.park(NEXT)).toMatchObject({ ridesTracked: 1, ridesOperated: 1, scheduledMs: HOUR_MS, coverage: 1 });
  });

  describe('because the archive told that they had closed before the park opened', () => {
    const told = (from: string, to: string, ...rest: ObservedState[]): ObservedState[] => [
      [on(from, NEXT), 'OPERATING', 10],
      [on('15:00', NEXT), 'OPERATING', 20],
      [on(to, NEXT), 'CLOSED'],
      ...rest,
    ];
    const evening: ObservedState[] = [
      [on('18:00'), 'OPERATING', 20],
      [on('23:58'), 'OPERATING', 15],
    ];
    const figures = (after: ObservedState[], options: Partial<ParkOptions> = {}) =>
      statistics({ 1: told('10:00', '20:00'), 2: [...evening, ...after] }, { dates, openings, ...options });

    it.each(['CLOSED', 'REFURBISHMENT'] as const)('count in no column of the park (%s)', (status) => {
      const park = figures([[on('00:01', NEXT), status]]);
      expect(park.park(NEXT)).toMatchObject({ ridesTracked: 1, ridesOperated: 1, scheduledMs: 10 * HOUR_MS });
      expect(park.park(NEXT)).toMatchObject({ coverage: 1, snapshotCount: 3 });
      expect(park.day(2, NEXT)).toMatchObject({ operatingMs: MINUTE_MS, scheduledMs: 0, coverage: null });
    });

    it.each([
      ['goes on operating', [[on('00:01', NEXT), 'OPERATING', 5]], {}, 0.5],
      ['closes again after the opening', [[on('00:01', NEXT), 'CLOSED'], [on('22:00', NEXT), 'CLOSED']], {}, 0.5], // prettier-ignore
      ['was polled on that day', [[on('00:01', NEXT), 'CLOSED']], { polls: [on('12:00', NEXT)] }, 0.5],
    ] as [string, ObservedState[], Partial<ParkOptions>, number][])(
      'but not if one %s',
      (_, after, options, coverage) => {
        expect(figures(after, options).park(NEXT)).toMatchObject({ ridesTracked: 2, coverage });
      },
    );

    it('count in no column, even if the state is carried forward into the opening', () => {
      const park = figures([[on('09:00', NEXT), 'CLOSED']]);
      expect(park.park(NEXT)).toMatchObject({ ridesTracked: 1, ridesOperated: 1, coverage: 1 });
      expect(park.day(2, NEXT)).toMatchObject({ closedMs: 6 * HOUR_MS, scheduledMs: 0, coverage: null });
    });

    describe('after an evening past midnight', () => {
      const late: ObservedState[] = [[on('18:00'), 'OPERATING', 20]];
      const others = [...late, [on('23:50'), 'OPERATING', 30], ...told('10:00', '20:00', [on('00:40', NEXT), 'CLOSED'])].sort(); // prettier-ignore
      const past = [openingOf(DAY, on('10:00'), on('01:00', NEXT)), published('10:00', '20:00', 'OPERATING', NEXT)];
      const evenings = (after: ObservedState[], openingsOfPark: NonNullable<ParkOptions['openings']>) =>
        statistics({ 1: others as ObservedState[], 2: [...evening, ...after] }, { dates, openings: openingsOfPark });

      it.each([
        ['published', past],
        ['observed', []],
      ])('count in no column if they only closed in it (%s)', (_, openingsOfPark) => {
        const park = evenings([[on('00:01', NEXT), 'CLOSED']], openingsOfPark);
        expect(park.park(NEXT)).toMatchObject({ ridesTracked: 1, ridesOperated: 1, coverage: 1 });
        expect(park.day(2, NEXT)).toMatchObject({ operatingMs: MINUTE_MS, scheduledMs: 0, maxWait: null });
      });

      it.each([
        ['published', past, 60],
        ['observed', [], 40],
      ])('count in the evening alone if they operated in it (%s)', (_, openingsOfPark, eveningMinutes) => {
        const park = evenings([[on('00:10', NEXT), 'OPERATING', 5], [on('00:30', NEXT), 'CLOSED']], openingsOfPark); // prettier-ignore
        const scheduledMs = eveningMinutes * MINUTE_MS;
        const day = { scheduledMs, scheduledObservedMs: scheduledMs, scheduledOperatingMs: 30 * MINUTE_MS };
        expect(park.day(2, NEXT)).toMatchObject({ ...day, waitKnownMs: 30 * MINUTE_MS, coverage: 1 });
        expect(park.park(NEXT)).toMatchObject({ ridesTracked: 2, ridesOperated: 2, coverage: 1 });
        expect(park.park(NEXT)).toMatchObject({ scheduledMs: 10 * HOUR_MS + 2 * scheduledMs });
      });
    });

    it('but not if the archive lacks the opening of every ride', () => {
      const rides = { 1: [...evening, [on('09:00', NEXT), 'CLOSED']], 2: [...evening, [on('09:00', NEXT), 'CLOSED']] };
      const park = statistics(rides as unknown as ParkOptions['rides'], {
        dates,
        openings: [openings[0]!, published('10:00', '23:00', 'OPERATING', NEXT)],
      });
      expect(park.park(NEXT)).toMatchObject({ ridesTracked: 2 });
    });

    it('but not if the archive lacks the whole day', () => {
      const rides = { 1: [...evening, [on('00:01', NEXT), 'CLOSED']] } as unknown as ParkOptions['rides'];
      expect(statistics(rides, { dates, openings }).park(NEXT)).toMatchObject({ ridesTracked: 1, coverage: 0 });
    });
  });
});

describe('the worked examples of docs/statistics.md: implausible waits', () => {
  const day = (...observed: ObservedState[]) => statistics({ 1: observed }).day(1, DAY)!;

  it('include waits above the limit', () => {
    const stored = day(
      steady('10:00', '13:59', 20),
      steady('14:00', '14:00', 999),
      steady('14:05', '19:59', 25),
      shut('20:00', '21:00'),
    );
    expect(averageWait(stored)).toBeCloseTo(22.98, 2);
    expect(stored).toMatchObject({
      waitKnownMs: 595 * MINUTE_MS,
      maxWait: 25,
      implausibleWaitCount: 1,
      extremeCount: 1,
    });
    expect(stored).toMatchObject({ scheduledOperatingMs: 600 * MINUTE_MS });
  });

  it('include waits that their neighbours contradict', () => {
    const stored = day(
      steady('10:00', '11:59', 20),
      steady('12:00', '12:59', 500),
      steady('13:00', '13:59', 25),
      shut('14:00', '15:00'),
    );
    expect(averageWait(stored)).toBeCloseTo(21.67, 2);
    expect(stored).toMatchObject({ maxWait: 25, implausibleWaitCount: 1, extremeCount: 1 });
  });

  it.each([
    [
      'have built up',
      [steady('10:00', '11:59', 200), steady('12:00', '12:59', 345), steady('13:00', '13:59', 150)],
      345,
    ],
    [
      'last for two hours',
      [steady('10:00', '11:59', 20), steady('12:00', '14:29', 320), steady('14:30', '15:00', 25)],
      320,
    ],
    ['nobody saw end', [steady('10:00', '11:59', 20), steady('12:00', '12:59', 500)], 500],
  ] as [string, ObservedState[], number][])('do not include waits that %s', (_, observed, peak) => {
    expect(day(...observed)).toMatchObject({ maxWait: peak, implausibleWaitCount: 0 });
  });
});
