import fc from 'fast-check';
import {
  MINUTE_MS,
  type ObservedState,
  openingOf,
  type ParkOptions,
  ParkStatistics,
} from '../../../../test/statistics/support/park-figures.js';
import type { RideStatus } from '../../snapshots/observations.js';

const [DAY, NEXT] = ['2024-07-01', '2024-07-02'];
const on = (time: string, date = DAY): string => `${date}T${time}:00Z`;
const OPENINGS = [openingOf(DAY, on('10:00'), on('20:00')), openingOf(NEXT, on('10:00', NEXT), on('20:00', NEXT))];

function downtimesOf(observed: ObservedState[], options: Partial<ParkOptions> = {}) {
  const statistics = new ParkStatistics({
    dates: [DAY, NEXT],
    rides: { 1: observed },
    openings: OPENINGS,
    watched: true,
    ...options,
  });
  return statistics.all.downtimes.map(({ localDate, startedMs, endedMs, scheduledMs, isContinued, endedBy }) => [
    localDate,
    new Date(startedMs).toISOString().slice(5, 16),
    (endedMs - startedMs) / MINUTE_MS,
    scheduledMs / MINUTE_MS,
    isContinued,
    endedBy,
  ]);
}

describe('the downtimes of a ride', () => {
  it('have their instants, their time in use, and what followed', () => {
    const found = downtimesOf([
      [on('09:00'), 'OPERATING', 10],
      [on('09:30'), 'DOWN'],
      [on('10:45'), 'OPERATING', 10],
      [on('12:00'), 'DOWN'],
      [on('12:20'), 'REFURBISHMENT'],
      [on('19:00'), 'DOWN'],
      [on('20:15'), 'CLOSED'],
    ]);
    expect(found).toEqual([
      [DAY, '07-01T09:30', 75, 45, false, 'OPERATING'],
      [DAY, '07-01T12:00', 20, 20, false, 'REFURBISHMENT'],
      [DAY, '07-01T19:00', 75, 60, false, 'CLOSED'],
    ]);
  });

  it('are one while rows repeat DOWN, and end where nothing is known any more', () => {
    const found = downtimesOf(
      [
        [on('11:00'), 'DOWN', null, on('11:30')],
        [on('11:40'), 'DOWN', null, on('12:00')],
        [on('15:00'), 'DOWN', null, on('15:10')],
        [on('15:15'), null],
      ],
      { dates: [DAY, DAY], openings: OPENINGS.slice(0, 1) },
    );
    // each poll holds for 15 minutes: 11:30 to 11:40 is known, 12:15 to 15:00 is not
    expect(found).toEqual([
      [DAY, '07-01T11:00', 75, 75, false, null],
      [DAY, '07-01T15:00', 15, 15, false, null],
    ]);
  });

  it('are cut at midnight, and the second part continues the first', () => {
    const found = downtimesOf([
      [on('19:30'), 'DOWN', null, on('10:30', NEXT)],
      [on('10:30', NEXT), 'OPERATING', 5],
    ]);
    expect(found).toEqual([
      [DAY, '07-01T19:30', 270, 30, false, null],
      [NEXT, '07-02T00:00', 630, 30, true, 'OPERATING'],
    ]);
  });

  it('add up to the DOWN of every day, in use and over the whole day', () => {
    const status = fc.constantFrom<RideStatus | null>('OPERATING', 'DOWN', 'DOWN', 'CLOSED', 'REFURBISHMENT', null);
    const state = fc.record({ gap: fc.integer({ min: 1, max: 700 }), status, lasts: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(state, { maxLength: 25 }), fc.boolean(), (states, isPublished) => {
        let atMs = Date.parse(on('00:00')) - 300 * MINUTE_MS;
        const observed = states.map(({ gap, status: what, lasts }): ObservedState => {
          atMs += gap * MINUTE_MS;
          const at = new Date(atMs).toISOString();
          if (lasts === 0) return [at, what, what === 'OPERATING' ? 20 : null];
          atMs += lasts * MINUTE_MS;
          return [at, what, null, new Date(atMs).toISOString()];
        });
        const { all } = new ParkStatistics({
          dates: [DAY, NEXT],
          rides: { 1: observed },
          openings: isPublished ? OPENINGS : [],
          watched: true,
        });
        for (const day of all.days.filter(({ rideId }) => rideId === 1)) {
          const parts = all.downtimes.filter(({ localDate, rideId }) => rideId === 1 && localDate === day.localDate);
          const sum = (of: (part: (typeof parts)[number]) => number) =>
            parts.reduce((total, part) => total + of(part), 0);
          expect(sum(({ startedMs, endedMs }) => endedMs - startedMs)).toBe(day.downMs);
          expect(sum(({ scheduledMs }) => scheduledMs)).toBe(day.scheduledDownMs);
          expect(Math.max(0, ...parts.map(({ scheduledMs }) => scheduledMs))).toBeGreaterThanOrEqual(day.longestDownMs);
        }
      }),
      { seed: 16, numRuns: 300 },
    );
  });
});
