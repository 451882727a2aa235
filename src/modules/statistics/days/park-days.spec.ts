import {
  averageWait,
  HOUR_MS,
  MINUTE_MS,
  openingOf,
  ParkStatistics,
  type ParkOptions,
  type ObservedState,
} from '../../../../test/statistics/support/park-figures.js';

const DAY = '2024-07-01';
const on = (time: string, date = DAY): string => `${date}T${time}Z`;
const statistics = (rides: ParkOptions['rides'], options: Partial<ParkOptions> = {}) =>
  new ParkStatistics({ dates: [DAY, DAY], rides, ...options });

describe('the average wait', () => {
  it('is weighted by the duration of each wait: 10 for 50 minutes, then 60 for 10, is 18.3', () => {
    const day = statistics({
      1: [
        [on('10:00:00'), 'OPERATING', 10],
        [on('10:50:00'), 'OPERATING', 60],
        [on('11:00:00'), 'CLOSED'],
      ],
    }).day(1, DAY);
    expect(averageWait(day)).toBeCloseTo((10 * 50 + 60 * 10) / 60, 10);
    expect(day).toMatchObject({ waitKnownMs: HOUR_MS, waitMinutesMs: 1_100 * MINUTE_MS, minWait: 10, maxWait: 60 });
  });

  it('includes the calm hours of a ride without events at a steady wait', () => {
    const observed: ObservedState[] = [
      [on('09:00:00'), 'OPERATING', 30],
      [on('14:00:00'), 'OPERATING', 50],
      [on('15:00:00'), 'CLOSED'],
    ];
    expect(averageWait(statistics({ 1: observed }, { watched: true }).day(1, DAY))).toBeCloseTo(
      (30 * 300 + 50 * 60) / 360,
      10,
    );
  });

  it('covers only time operating with a known wait: without a posted wait is neither 0 nor closed', () => {
    const day = statistics({
      1: [
        [on('10:00:00'), 'OPERATING', 20],
        [on('10:30:00'), 'OPERATING', null],
        [on('11:00:00'), 'DOWN', 20],
        [on('11:15:00'), 'OPERATING', 0],
        [on('11:25:00'), 'CLOSED', 20],
      ],
    }).day(1, DAY);
    expect(day).toMatchObject({ waitKnownMs: 40 * MINUTE_MS, operatingMs: 70 * MINUTE_MS, downMs: 15 * MINUTE_MS });
    expect(averageWait(day)).toBeCloseTo((20 * 30 + 0 * 10) / 40, 10);
    expect(day).toMatchObject({ minWait: 0, maxWait: 20 });
  });

  it('weights two values within one second by their durations', () => {
    const day = statistics({
      1: [
        [on('10:00:00.250'), 'OPERATING', 100],
        [on('10:00:00.750'), 'OPERATING', 10],
        [on('10:01:00.250'), 'CLOSED'],
      ],
    }).day(1, DAY);
    expect(day).toMatchObject({ waitKnownMs: 60_000, waitMinutesMs: 100 * 500 + 10 * 59_500, snapshotCount: 3 });
  });

  it('combines both sources on one day', () => {
    const day = statistics({
      1: [
        [on('10:00:00'), 'OPERATING', 20],
        [on('10:05:00'), 'OPERATING', 30, on('10:20:00')],
        [on('10:30:00'), 'OPERATING', 40],
        [on('11:00:00'), 'CLOSED'],
      ],
    }).day(1, DAY);
    // 20 until 10:05, 30 until 10:30 (it would hold until 10:35), 40 until 11:00
    expect(day).toMatchObject({ waitKnownMs: HOUR_MS, waitMinutesMs: (20 * 5 + 30 * 25 + 40 * 30) * MINUTE_MS });
    // 35 minutes open and an hour closed until the park falls silent
    expect(day!.archiveMs).toBe(95 * MINUTE_MS);
    expect(day!.observedMs - day!.archiveMs).toBe(25 * MINUTE_MS);
  });
});

describe('a value', () => {
  it('ends an hour after the last observation of any ride of the park if CLOSED never arrives at night', () => {
    const night = new ParkStatistics({
      dates: [DAY, '2024-07-02'],
      rides: {
        1: [
          [on('20:00:00'), 'OPERATING', 20],
          [on('09:00:00', '2024-07-02'), 'OPERATING', 5],
          [on('10:00:00', '2024-07-02'), 'CLOSED'],
        ],
        2: [[on('20:30:00'), 'OPERATING', 45]],
      },
    });
    expect(night.day(1, DAY)).toMatchObject({
      operatingMs: 90 * MINUTE_MS,
      lastOperatingMs: Date.parse(on('21:30:00')),
    });
    expect(night.day(2, DAY)).toMatchObject({ operatingMs: HOUR_MS });
    expect(night.day(1, '2024-07-02')).toMatchObject({ operatingMs: HOUR_MS, closedMs: HOUR_MS });
    expect(night.day(2, '2024-07-02')).toBeUndefined();
  });

  it('of the archive ends after its carry-forward limit, however long the park is observed', () => {
    const day = statistics({ 1: [[on('09:00:00'), 'OPERATING', 20]] }, { watched: true }).day(1, DAY);
    expect(day).toMatchObject({ operatingMs: 6 * HOUR_MS, observedMs: 6 * HOUR_MS, unknownMs: 18 * HOUR_MS });
  });

  it('does not exist for a day that is missing from the archive', () => {
    const days = new ParkStatistics({
      dates: [DAY, '2024-07-03'],
      rides: { 1: [[on('12:00:00'), 'OPERATING', 5], [on('12:00:00', '2024-07-03'), 'OPERATING', 5]] }, // prettier-ignore
    });
    expect(days.all.days.map(({ localDate }) => localDate)).toEqual([DAY, '2024-07-03']);
    expect(days.all.parkDays.map(({ localDate }) => localDate)).toEqual([DAY, '2024-07-03']);
  });

  it('of an unknown status is observed, but in no status', () => {
    const day = statistics({ 1: [[on('10:00:00'), null, 20], [on('10:20:00'), 'CLOSED']] }).day(1, DAY)!; // prettier-ignore
    const { operatingMs, downMs, closedMs, refurbishmentMs, observedMs, unknownMs } = day;
    expect(operatingMs + downMs + closedMs + refurbishmentMs).toBe(HOUR_MS);
    expect(observedMs).toBe(80 * MINUTE_MS);
    expect(observedMs + unknownMs).toBe(24 * HOUR_MS);
  });

  it('counts on 29 February', () => {
    const leap = new ParkStatistics({
      dates: ['2024-02-28', '2024-03-01'],
      rides: { 1: [['2024-02-28T23:30:00Z', 'OPERATING', 10], ['2024-02-29T00:15:00Z', 'OPERATING', 20], ['2024-02-29T01:00:00Z', 'CLOSED']] }, // prettier-ignore
    });
    expect(leap.day(1, '2024-02-28')).toMatchObject({ waitMinutesMs: 10 * 30 * MINUTE_MS });
    expect(leap.day(1, '2024-02-29')).toMatchObject({ waitMinutesMs: (10 * 15 + 20 * 45) * MINUTE_MS });
    expect(leap.day(1, '2024-03-01')).toBeUndefined();
  });
});

describe('downtime', () => {
  const otherRide: ObservedState[] = [
    [on('09:00:00'), 'OPERATING', 5],
    [on('15:00:00'), 'OPERATING', 5],
    [on('21:00:00'), 'CLOSED'],
  ];
  const broken: ObservedState[] = [
    [on('05:00:00'), 'DOWN'],
    [on('10:00:00'), 'OPERATING', 15],
    [on('15:00:00'), 'OPERATING', 15],
    [on('20:30:00'), 'DOWN'],
    [on('23:00:00'), 'CLOSED'],
  ];

  it('is DOWN while the park is open, not DOWN at five in the morning or after closing', () => {
    const park = statistics({ 1: broken, 2: otherRide }, { watched: true });
    expect(park.day(1, DAY)).toMatchObject({
      downMs: (5 * 60 + 150) * MINUTE_MS,
      scheduledMs: 12 * HOUR_MS,
      scheduledDownMs: 90 * MINUTE_MS,
      scheduledOperatingMs: 10.5 * HOUR_MS,
      longestDownMs: HOUR_MS,
    });
    expect(park.park(DAY)).toMatchObject({
      opensAtMs: Date.parse(on('09:00:00')),
      closesAtMs: Date.parse(on('21:00:00')),
      ridesTracked: 2,
      ridesOperated: 2,
      ridesWithDowntime: 1,
      scheduledDownMs: 90 * MINUTE_MS,
      scheduledMs: 24 * HOUR_MS,
    });
  });

  it('uses published hours if they are known', () => {
    const openings = [openingOf(DAY, on('10:00:00'), on('22:00:00'))];
    const day = statistics({ 1: broken, 2: otherRide }, { watched: true, openings }).day(1, DAY);
    expect(day).toMatchObject({
      scheduledMs: 12 * HOUR_MS,
      scheduledDownMs: 90 * MINUTE_MS,
      longestDownMs: 90 * MINUTE_MS,
    });
  });

  it('excludes rides that were closed or in refurbishment, and gives no uptime to one that never operated', () => {
    const park = statistics(
      { 1: [[on('09:30:00'), 'CLOSED']], 2: otherRide, 3: [[on('09:30:00'), 'REFURBISHMENT']] },
      { watched: true },
    );
    for (const rideId of [1, 3]) {
      expect(park.day(rideId, DAY)).toMatchObject({
        scheduledOperatingMs: 0,
        scheduledDownMs: 0,
        firstOperatingMs: null,
      });
    }
    expect(park.day(3, DAY)).toMatchObject({ refurbishmentMs: 6 * HOUR_MS, coverage: 0.5 });
    expect(park.park(DAY)).toMatchObject({ ridesTracked: 3, ridesOperated: 1, ridesWithDowntime: 0 });
  });

  it('is not joined across unknown time', () => {
    const observed: ObservedState[] = [
      [on('09:00:00'), 'OPERATING', 5],
      [on('10:00:00'), 'DOWN', null, on('10:30:00')],
      [on('11:00:00'), 'DOWN', null, on('11:30:00')],
      [on('12:00:00'), 'OPERATING', 5],
    ];
    // each until a quarter of an hour after its last poll
    expect(statistics({ 1: observed }).day(1, DAY)).toMatchObject({
      scheduledDownMs: 90 * MINUTE_MS,
      longestDownMs: 45 * MINUTE_MS,
    });
  });
});

describe('a park that is open past midnight', () => {
  const observed: ObservedState[] = [
    [on('18:00:00'), 'OPERATING', 10],
    [on('23:00:00'), 'OPERATING', 40],
    [on('01:30:00', '2024-07-02'), 'CLOSED'],
  ];
  const dates = [DAY, '2024-07-02'] as const;

  it('has its evening on both days, split at midnight', () => {
    const park = new ParkStatistics({ dates, watched: true, rides: { 1: observed } });
    expect(park.day(1, DAY)).toMatchObject({
      operatingMs: 6 * HOUR_MS,
      waitMinutesMs: (10 * 300 + 40 * 60) * MINUTE_MS,
    });
    expect(park.day(1, '2024-07-02')).toMatchObject({ operatingMs: 1.5 * HOUR_MS, maxWait: 40, snapshotCount: 1 });
    expect(park.park('2024-07-02')).toMatchObject({ opensAtMs: Date.parse(on('00:00:00', '2024-07-02')) });
  });

  it('has its evening on one day if days begin in the morning', () => {
    const park = new ParkStatistics({ dates, watched: true, dayStartMinutes: 240, rides: { 1: observed } });
    expect(park.day(1, DAY)).toMatchObject({ operatingMs: 7.5 * HOUR_MS, scheduledMs: 7.5 * HOUR_MS });
    expect(park.park(DAY)).toMatchObject({ closesAtMs: Date.parse(on('01:30:00', '2024-07-02')) });
    expect(park.hours(1, DAY).at(0)).toMatchObject({ localHour: 0, operatingMs: HOUR_MS });
    expect(park.day(1, '2024-07-02')?.operatingMs).toBe(0);
  });

  const everyEvening: ObservedState[] = [
    ...observed,
    [on('18:00:00', '2024-07-02'), 'OPERATING', 10],
    [on('23:00:00', '2024-07-02'), 'OPERATING', 10],
  ];

  it('is not in use between two evenings without observations, and no data is missing there', () => {
    const park = new ParkStatistics({ dates, watched: true, rides: { 1: everyEvening } });
    // operating until 01:30, CLOSED until 07:30, and operating from 18:00 until midnight
    expect(park.day(1, '2024-07-02')).toMatchObject({
      scheduledMs: 7.5 * HOUR_MS,
      scheduledObservedMs: 7.5 * HOUR_MS,
      unknownMs: 10.5 * HOUR_MS,
    });
    expect(park.park('2024-07-02')).toMatchObject({
      opensAtMs: Date.parse(on('18:00:00', '2024-07-02')),
      closesAtMs: Date.parse(on('00:00:00', '2024-07-03')),
      coverage: 1,
    });
    const open = park.hours(1, '2024-07-02').filter(({ scheduledMs }) => scheduledMs > 0);
    expect(open.map(({ localHour }) => localHour)).toEqual([0, 1, 18, 19, 20, 21, 22, 23]);
  });

  it('has the metrics of the example of docs/statistics.md with six hours without data', () => {
    const noDataByDay: ObservedState[] = [
      [on('18:00:00'), 'OPERATING', 10, on('01:15:00', '2024-07-02')],
      [on('01:30:00', '2024-07-02'), 'CLOSED'],
      [on('09:00:00', '2024-07-02'), 'OPERATING', 10, on('11:45:00', '2024-07-02')],
      [on('18:00:00', '2024-07-02'), 'OPERATING', 20, on('23:59:00', '2024-07-02')],
    ];
    const park = new ParkStatistics({ dates, rides: { 1: noDataByDay } });
    expect(park.park('2024-07-02')).toMatchObject({
      opensAtMs: Date.parse(on('09:00:00', '2024-07-02')),
      closesAtMs: Date.parse(on('00:00:00', '2024-07-03')),
      scheduledMs: 16.5 * HOUR_MS,
      scheduledObservedMs: 10.5 * HOUR_MS,
    });
    expect(park.park('2024-07-02')!.coverage).toBeCloseTo(0.636, 3);
  });

  it('excludes DOWN during the night between', () => {
    const brokenAtNight: ObservedState[] = [[on('03:00:00', '2024-07-02'), 'DOWN'], [on('18:30:00', '2024-07-02'), 'OPERATING', 5]]; // prettier-ignore
    const park = new ParkStatistics({ dates, watched: true, rides: { 1: everyEvening, 2: brokenAtNight } });
    expect(park.day(2, '2024-07-02')).toMatchObject({ downMs: 6 * HOUR_MS, scheduledDownMs: 0, longestDownMs: 0 });
  });

  it('is in use on the second day until the published end of the first, and then as published', () => {
    const openings = [
      openingOf(DAY, on('10:00:00'), on('01:00:00', '2024-07-02')),
      openingOf('2024-07-02', on('09:00:00', '2024-07-02'), on('20:00:00', '2024-07-02')),
    ];
    const park = new ParkStatistics({ dates, watched: true, openings, rides: { 1: observed } });
    expect(park.day(1, DAY)).toMatchObject({ scheduledMs: 14 * HOUR_MS, scheduledOperatingMs: 6 * HOUR_MS });
    expect(park.day(1, '2024-07-02')).toMatchObject({ scheduledMs: 12 * HOUR_MS, scheduledOperatingMs: HOUR_MS });
    expect(park.park('2024-07-02')).toMatchObject({
      opensAtMs: Date.parse(on('09:00:00', '2024-07-02')),
      closesAtMs: Date.parse(on('20:00:00', '2024-07-02')),
    });
  });
});

describe('days and hours of the park’s own clock', () => {
  it.each([
    ['Asia/Tokyo', '2024-03-31', 24, {}],
    ['Australia/Adelaide', '2024-07-01', 24, {}],
    ['Australia/Adelaide', '2024-04-07', 25, { 2: 120 }],
    ['Australia/Adelaide', '2024-10-06', 23, { 2: 0 }],
    ['America/New_York', '2024-03-10', 23, { 2: 0 }],
    ['America/New_York', '2024-11-03', 25, { 1: 120 }],
    ['Europe/Paris', '2024-03-31', 23, { 2: 0 }],
    ['Europe/Paris', '2024-10-27', 25, { 2: 120 }],
    ['Australia/Lord_Howe', '2024-04-07', 24.5, { 1: 90 }],
    ['Australia/Lord_Howe', '2024-10-06', 23.5, { 2: 30 }],
  ])('in %s %s has %d hours', (timezone, date, length, odd: Record<number, number>) => {
    const steady = new ParkStatistics({ timezone, dates: [date, date], rides: {} });
    expect(steady.all.days).toEqual([]);
    const startMs = Date.parse(`${date}T00:00:00Z`) - 15 * HOUR_MS;
    const looks = Array.from({ length: 96 }, (_, look) => new Date(startMs + look * 30 * MINUTE_MS).toISOString());
    const park = new ParkStatistics({
      timezone,
      dates: [date, date],
      rides: { 1: looks.map((at) => [at, 'OPERATING', 30]) },
    });
    expect(park.day(1, date)).toMatchObject({
      operatingMs: length * HOUR_MS,
      unknownMs: 0,
      waitKnownMs: length * HOUR_MS,
    });
    const byHour = new Map(
      park.hours(1, date).map(({ localHour, operatingMs }) => [localHour, operatingMs / MINUTE_MS]),
    );
    for (let hour = 0; hour < 24; hour++) {
      expect([hour, byHour.get(hour) ?? 0]).toEqual([hour, odd[hour] ?? 60]);
    }
  });

  it('split a value at local midnight, not at midnight in UTC', () => {
    const park = new ParkStatistics({
      timezone: 'Australia/Adelaide',
      dates: [DAY, DAY],
      rides: { 1: [[on('00:20:00'), 'OPERATING', 30], [on('00:50:00'), 'CLOSED']] }, // prettier-ignore
    });
    // half past midnight in UTC is ten o’clock in Adelaide
    const operating = park.hours(1, DAY).filter(({ operatingMs }) => operatingMs > 0);
    expect(operating.map(({ localHour, operatingMs }) => [localHour, operatingMs / MINUTE_MS])).toEqual([
      [9, 10],
      [10, 20],
    ]);
  });
});

describe('peaks', () => {
  const peakOf = (...observed: ObservedState[]) => statistics({ 1: observed }).day(1, DAY);

  it('exclude a 300 between two CLOSED, which is counted as an implausible wait', () => {
    const day = peakOf(
      [on('10:00:00'), 'OPERATING', 15],
      [on('10:10:00'), 'CLOSED'],
      [on('10:20:00'), 'OPERATING', 300],
      [on('10:26:00'), 'CLOSED'],
    );
    expect(day).toMatchObject({ maxWait: 15, implausibleWaitCount: 1, waitMinutesMs: 15 * 10 * MINUTE_MS });
  });

  it.each([
    ['a 300 that was there before and after', [[on('10:00:00'), 'OPERATING', 290], [on('10:10:00'), 'OPERATING', 300], [on('10:20:00'), 'CLOSED']], 300], // prettier-ignore
    ['another number between two CLOSED', [[on('10:00:00'), 'CLOSED'], [on('10:10:00'), 'OPERATING', 299], [on('10:20:00'), 'CLOSED']], 299], // prettier-ignore
    ['what is above 300 and has built up', [[on('10:00:00'), 'OPERATING', 240], [on('10:10:00'), 'OPERATING', 345], [on('10:20:00'), 'CLOSED']], 345], // prettier-ignore
  ] as [string, ObservedState[], number][])('keep %s', (_, observed, peak) => {
    expect(peakOf(...observed)).toMatchObject({ maxWait: peak, implausibleWaitCount: 0 });
  });

  it('cover operating time only, not waits that a closed ride still posts', () => {
    expect(peakOf([on('10:00:00'), 'OPERATING', 25], [on('10:30:00'), 'CLOSED', 90])).toMatchObject({ maxWait: 25 });
  });
});

describe('a change of status', () => {
  it('counts if it was observed, not across unknown time, nor from or to an unknown status', () => {
    const day = statistics({
      1: [
        [on('08:00:00'), 'CLOSED'],
        [on('08:30:00'), 'OPERATING', 5],
        [on('08:45:00'), 'OPERATING', 15],
        [on('09:00:00'), 'DOWN'],
        [on('09:10:00'), null],
        [on('09:20:00'), 'OPERATING', 5],
        [on('15:00:00'), 'CLOSED'],
      ],
    }).day(1, DAY);
    expect(day).toMatchObject({ statusChanges: 2, firstOperatingMs: Date.parse(on('08:30:00')) });
  });
});

describe('the worked example of docs/statistics.md', () => {
  it('has the documented metrics', () => {
    const observed: ObservedState[] = [
      [on('08:00:00'), 'OPERATING', 10],
      [on('08:50:00'), 'OPERATING', 60],
      [on('09:00:00'), 'DOWN'],
      [on('09:30:00'), 'OPERATING', 20, on('10:30:00')],
      [on('17:00:00'), 'DOWN'],
      [on('18:30:00'), 'CLOSED'],
    ];
    const openings = [openingOf(DAY, on('08:00:00'), on('18:00:00'))];
    const options = { timezone: 'Europe/Paris', watched: true, openings };
    const day = statistics({ 1: observed }, options).day(1, DAY);
    expect(averageWait(day)).toBeCloseTo(19.26, 2);
    expect(day).toMatchObject({
      operatingMs: 135 * MINUTE_MS,
      downMs: 120 * MINUTE_MS,
      closedMs: 210 * MINUTE_MS,
      observedMs: 465 * MINUTE_MS,
      unknownMs: 975 * MINUTE_MS,
      maxWait: 60,
      p50Wait: 20,
      p90Wait: 20,
      scheduledDownMs: 90 * MINUTE_MS,
      scheduledOperatingMs: 135 * MINUTE_MS,
      coverage: 0.375,
      longestDownMs: HOUR_MS,
      statusChanges: 3,
    });
  });
});
