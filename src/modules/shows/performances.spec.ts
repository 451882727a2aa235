import { performancesIn, type ReportedDetail, tableWaitsOf } from './performances.js';

const HOUR_MS = 3_600_000;
const DAY_MS = Date.UTC(2026, 3, 15, 4);
const WINDOW = { startMs: DAY_MS, endMs: DAY_MS + 24 * HOUR_MS };
const at = (hour: number): number => DAY_MS + hour * HOUR_MS;

/** A list reported from one hour of the day to another, of performances at these hours. */
const list = (from: number, until: number, ...starts: number[]): ReportedDetail => ({
  fromMs: at(from),
  lastConfirmedMs: at(until),
  dataSource: 'LIVE',
  detail: starts.map((start) => ({ type: 'Performance Time', startTime: new Date(at(start)).toISOString() })),
});

const lines = (...lists: ReportedDetail[]) =>
  performancesIn(lists, WINDOW).map(({ startMs, firstReportedMs, lastReportedMs, withdrawnMs }) =>
    [startMs, firstReportedMs, lastReportedMs, withdrawnMs].map((ms) => (ms === null ? null : (ms - DAY_MS) / HOUR_MS)),
  );

describe('performances of a date', () => {
  it('are those of all lists; one that a list lacks before its start was withdrawn', () => {
    expect(lines(list(9, 11.9, 11, 15, 20), list(12, 13.9, 15, 20), list(14, 23, 20))).toEqual([
      [11, 9, 11.9, null],
      [15, 9, 13.9, 14],
      [20, 9, 23, null],
    ]);
  });

  it('are not withdrawn if a later list has them again', () => {
    expect(lines(list(9, 10, 15), list(10.1, 11), list(11.1, 12, 15))).toEqual([[15, 9, 12, null]]);
  });

  it('of several sources are one each, with the sources that published it', () => {
    const lists = [
      { ...list(8, 10, 11, 15), dataSource: 'HISTORY_API' as const },
      list(9, 12, 11, 15),
      { ...list(12, 14, 20), dataSource: 'ARCHIVE' as const },
    ];
    expect(
      performancesIn(lists, WINDOW).map(({ startMs, sources }) => [(startMs - DAY_MS) / HOUR_MS, sources]),
    ).toEqual([
      [11, ['LIVE', 'HISTORY_API']],
      [15, ['LIVE', 'HISTORY_API']],
      [20, ['ARCHIVE']],
    ]);
  });

  it('are withdrawn at the very instant at which the list lasts until the next one', () => {
    expect(lines(list(9, 12, 15, 20), list(12, 24, 20))).toEqual([
      [15, 9, 12, 12],
      [20, 9, 24, null],
    ]);
  });

  it('are not those of other dates, and not those without a definite start', () => {
    const damaged = {
      fromMs: at(9),
      lastConfirmedMs: at(10),
      dataSource: 'LIVE' as const,
      detail: [
        ...(list(9, 10, 23.5).detail as object[]),
        { startTime: 'noon' },
        { startTime: '2026-04-15T12:00:00' },
        null,
        7,
      ],
    };
    expect(lines(list(-2, 3, -1, 24, 23.5), damaged)).toEqual([[23.5, -2, 10, null]]);
  });

  it('have the end and the type that are published, also of a single object', () => {
    const detail = { type: 'Operating', startTime: '2026-04-15T09:00:00-04:00', endTime: '2026-04-15T21:00:00-04:00' };
    expect(
      performancesIn([{ fromMs: at(1), lastConfirmedMs: at(2), dataSource: 'LIVE', detail }], WINDOW),
    ).toMatchObject([{ startMs: at(9), endMs: at(21), type: 'Operating' }]);
  });
});

describe('a dining availability', () => {
  it('keeps a wait of 0 apart from none, and drops unreadable numbers only', () => {
    const detail = [
      { partySize: 2, waitTime: 0 },
      { partySize: 4, waitTime: null },
      { partySize: '6', waitTime: -1 },
      'closed',
    ];
    expect(tableWaitsOf(detail)).toEqual([
      { partySize: 2, waitMinutes: 0 },
      { partySize: 4, waitMinutes: null },
      { partySize: null, waitMinutes: null },
    ]);
  });
});
