import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { carriedForwardUntilMs } from '../../snapshots/carry-forward.js';
import type { DailyRow, WaitStatistics } from '../daily-rules/daily-row.js';
import { compareDay, type DayDifference } from './compare-day.js';
import { knownDay, ourRow, type StoredDay } from './our-row.js';
import type { StateRules, StoredRow } from './stored-states.js';

const DATE = '2026-11-10';
const MIDNIGHT_MS = Date.parse(`${DATE}T00:00:00Z`);
const DAY = { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + 24 * HOUR_MS };
const HOURS = { startMs: at('09:00'), endMs: at('18:00') };
const LIVE_MS = 15 * MINUTE_MS;
const LIMITS = { liveMs: LIVE_MS, archiveMs: 6 * HOUR_MS };
const RULES: StateRules = {
  liveMs: LIVE_MS,
  carriedForwardUntilMs: ({ source, atMs, untilMs }) => carriedForwardUntilMs(source, atMs, untilMs, LIMITS),
};
const OPTIONS = { version: 'ABSENT', ceilingMinutes: 600 } as const;

function at(time: string): number {
  const [hours, minutes, seconds = 0] = time.split(':').map(Number) as [number, number, number?];
  return MIDNIGHT_MS + (hours * 60 + minutes) * MINUTE_MS + seconds * 1_000;
}

type State = [time: string, status: StoredRow['status'], waitMinutes?: number];

/** Rows of an import: each state lasts until the next one. */
function imported(...states: State[]): StoredRow[] {
  return states.map(([time, status, waitMinutes = null], index) => ({
    ...{ atMs: at(time), status, waitMinutes, source: 'HISTORY_API' as const },
    untilMs: states[index + 1] === undefined ? DAY.endMs + 24 * HOUR_MS : at(states[index + 1]![0]),
  }));
}

/** Rows of polls, from the first to the last poll that saw the state. */
const polled = (...spans: [from: string, until: string, status: StoredRow['status'], wait?: number][]): StoredRow[] =>
  spans.map(([from, until, status, waitMinutes = null]) => ({
    ...{ atMs: at(from), untilMs: at(until), status, waitMinutes, source: 'LIVE' },
  }));

const stored = (snapshots: StoredRow[], more: Partial<StoredDay> = {}) =>
  knownDay(
    {
      ...{ date: DATE, day: DAY, nextDayEndMs: DAY.endMs + 24 * HOUR_MS, hours: [HOURS], neighbourHours: [] },
      ...{ snapshots, singleRider: [], queueChangesMs: [], showStartsMs: null, ...more },
    },
    RULES,
  );

const PLAIN = imported(
  ['-1:00', 'CLOSED'],
  ['09:00', 'OPERATING', 20],
  ['12:00', 'OPERATING', 40],
  ['13:00', 'DOWN'],
  ['14:00', 'OPERATING', 30],
  ['18:00', 'CLOSED'],
);
const rowOf = (snapshots: StoredRow[]): DailyRow => ourRow(stored(snapshots), OPTIONS)!;
const differencesOf = (result: ReturnType<typeof compareDay>): DayDifference[] => {
  if (!result.isObserved) throw new Error('the day was not observed');
  return result.differences;
};
const explanations = (result: ReturnType<typeof compareDay>): Record<string, string> =>
  Object.fromEntries(differencesOf(result).map(({ field, explanation }) => [field, explanation]));
const only = (result: ReturnType<typeof compareDay>): Set<string> => new Set(Object.values(explanations(result)));
const withStandby = (row: DailyRow, standby: Partial<WaitStatistics>): DailyRow => ({
  ...row,
  standby: { ...row.standby!, ...standby },
});

describe('the comparison of a day with the published row', () => {
  it('finds no difference in a row of the same history', () => {
    expect(compareDay(stored(PLAIN), rowOf(PLAIN))).toEqual({ isObserved: true, differences: [] });
  });

  it('tolerates one minute, but no second reading', () => {
    const row = rowOf(PLAIN);
    const near = withStandby({ ...row, operatingMinutes: row.operatingMinutes + 1 }, { p90: row.standby!.p90 - 1 });
    expect(differencesOf(compareDay(stored(PLAIN), near))).toEqual([]);
    const far = { ...row, operatingMinutes: row.operatingMinutes + 2, extremeWaits: { standby: 1, singleRider: 0 } };
    expect(differencesOf(compareDay(stored(PLAIN), far))).toEqual([
      { field: 'operatingMinutes', ours: 480, theirs: 482, explanation: 'UNEXPLAINED' },
      { field: 'extremeWaits.standby', ours: 0, theirs: 1, explanation: 'UNEXPLAINED' },
    ]);
  });

  it('compares instants to the minute, and does not read a missing close as a difference', () => {
    const row = rowOf(PLAIN);
    expect(differencesOf(compareDay(stored(PLAIN), { ...row, lastClosedAtMs: null }))).toEqual([]);
    expect(explanations(compareDay(stored(PLAIN), { ...row, firstOperatingAtMs: at('09:02') }))).toEqual({
      firstOperatingAt: 'UNEXPLAINED',
    });
    expect(differencesOf(compareDay(stored(PLAIN), { ...row, firstOperatingAtMs: at('09:00:59') }))).toEqual([]);
  });

  it('has nothing to compare on a day without an observation', () => {
    const yesterday = polled(['-9:00', '-8:00', 'OPERATING', 20]);
    expect(compareDay(stored(yesterday), rowOf(PLAIN))).toEqual({ isObserved: false });
  });

  it('reports operation on a day without a published row', () => {
    expect(differencesOf(compareDay(stored(PLAIN), null))).toEqual([
      { field: 'row', ours: 540, theirs: null, explanation: 'UNEXPLAINED' },
    ]);
    expect(differencesOf(compareDay(stored(imported(['-20:00', 'CLOSED'])), null))).toEqual([]);
  });

  it('compares a closed day with zero', () => {
    const closed = stored(imported(['-20:00', 'CLOSED']));
    expect(explanations(compareDay(closed, rowOf(PLAIN)))).toMatchObject({ operatingMinutes: 'UNEXPLAINED' });
  });

  it('does not compare what rows of the earlier rules do not have', () => {
    const row = ourRow(stored(PLAIN), { ...OPTIONS, version: 'EARLIER' })!;
    expect(row).toMatchObject({ unknownMinutes: null, inParkHours: null });
    expect(differencesOf(compareDay(stored(PLAIN), row))).toEqual([]);
  });
});

describe('the explanation of a difference', () => {
  const polls = polled(
    ['-1:00', '08:58', 'CLOSED'],
    ['09:03', '11:58', 'OPERATING', 20],
    ['12:03', '17:58', 'OPERATING', 50],
    ['18:03', '23:58', 'CLOSED'],
  );
  const truth = imported(
    ['-1:00', 'CLOSED'],
    ['09:00', 'OPERATING', 20],
    ['11:59', 'OPERATING', 50],
    ['18:00', 'CLOSED'],
  );

  it('is the resolution of polls if a change lies between two of them', () => {
    const result = compareDay(stored(polls), rowOf(truth));
    expect(differencesOf(result).length).toBeGreaterThan(2);
    expect(only(result)).toEqual(new Set(['BETWEEN_POLLS']));
  });

  it('is not the resolution of polls if no instant of the change gives the figure', () => {
    const late = imported(
      ['-1:00', 'CLOSED'],
      ['09:00', 'OPERATING', 20],
      ['13:30', 'OPERATING', 50],
      ['18:00', 'CLOSED'],
    );
    expect(explanations(compareDay(stored(polls), rowOf(late)))).toMatchObject({ 'standby.mean': 'UNEXPLAINED' });
    const row = rowOf(truth);
    const longer = { ...row, operatingMinutes: row.operatingMinutes + 30 };
    expect(explanations(compareDay(stored(polls), longer))).toMatchObject({ operatingMinutes: 'UNEXPLAINED' });
    expect(explanations(compareDay(stored(polls), withStandby(row, { max: 45 })))).toMatchObject({
      'standby.max': 'UNEXPLAINED',
    });
  });

  it('is a short state between two polls', () => {
    const blip = imported(
      ['-1:00', 'CLOSED'],
      ['09:00', 'OPERATING', 20],
      ['10:00', 'DOWN'],
      ['10:04', 'OPERATING', 20],
      ['11:59', 'OPERATING', 50],
      ['15:00', 'OPERATING', 65],
      ['15:02', 'OPERATING', 50],
      ['18:00', 'CLOSED'],
    );
    const result = compareDay(stored(polls), rowOf(blip));
    expect(explanations(result)).toMatchObject({ downMinutes: 'BETWEEN_POLLS', 'standby.max': 'BETWEEN_POLLS' });
    expect(only(result)).toEqual(new Set(['BETWEEN_POLLS']));
  });

  it('is our gap if the ride may have done the rest then', () => {
    const gap = polled(
      ['-1:00', '08:58', 'CLOSED'],
      ['09:03', '11:58', 'OPERATING', 20],
      ['15:03', '17:58', 'OPERATING', 50],
      ['18:03', '23:58', 'CLOSED'],
    );
    const result = compareDay(stored(gap), rowOf(truth));
    expect(explanations(result)).toMatchObject({ operatingMinutes: 'OUR_GAP', unknownMinutes: 'OUR_GAP' });
    expect([...only(result)].sort()).toEqual(['BETWEEN_POLLS', 'OUR_GAP']);
    const impossible = { ...rowOf(truth), operatingMinutes: 700 };
    expect(explanations(compareDay(stored(gap), impossible))).toMatchObject({ operatingMinutes: 'UNEXPLAINED' });
  });

  it('is our gap if only the evening was observed, and the gap begins before the day', () => {
    const evening = imported(['21:00', 'CLOSED']);
    expect(only(compareDay(stored(evening), rowOf(PLAIN)))).toEqual(new Set(['OUR_GAP']));
    const afterARun = polled(['-9:00', '-8:00', 'OPERATING', 20], ['21:00', '23:58', 'CLOSED']);
    expect(only(compareDay(stored(afterARun), rowOf(PLAIN)))).toEqual(new Set(['OUR_GAP']));
  });

  it('is our gap if a queue has no row in it', () => {
    const gap = [{ ...imported(['-3:00', 'CLOSED'])[0]!, untilMs: DAY.startMs }, ...imported(['21:00', 'CLOSED'])];
    const singleRider = imported(['-3:00', null]);
    const theirs = ourRow(stored(PLAIN, { singleRider: imported(['09:00', null, 10], ['12:00', null, 30]) }), OPTIONS)!;
    expect(theirs.singleRider).toMatchObject({ min: 10, max: 30 });
    expect(only(compareDay(stored(gap, { singleRider }), theirs))).toEqual(new Set(['OUR_GAP']));
    const observed = explanations(compareDay(stored(PLAIN, { singleRider }), theirs));
    expect(observed).toMatchObject({ 'singleRider.max': 'UNEXPLAINED' });
  });

  it('is our gap on a day without published hours, or with others', () => {
    const closedUntilMidnight = { ...imported(['-3:00', 'CLOSED'])[0]!, untilMs: DAY.startMs };
    const gap = [closedUntilMidnight, ...imported(['21:00', 'CLOSED'])];
    const scheduledMinutes = { 'inParkHours.scheduledMinutes': 'OTHER_HOURS' };
    for (const hours of [[], [{ startMs: at('11:00'), endMs: at('15:00') }]]) {
      const { 'inParkHours.scheduledMinutes': scheduled, ...others } = explanations(
        compareDay(stored(gap, { hours }), rowOf(PLAIN)),
      );
      expect({ 'inParkHours.scheduledMinutes': scheduled }).toEqual(scheduledMinutes);
      expect(new Set(Object.values(others))).toEqual(new Set(['OUR_GAP']));
    }
  });

  it('is our gap if the ride operated in it after the published hours', () => {
    const late = imported(
      ['-1:00', 'CLOSED'],
      ['09:00', 'OPERATING', 20],
      ['17:00', 'DOWN'],
      ['17:30', 'OPERATING', 30],
      ['21:00', 'DOWN'],
      ['21:30', 'OPERATING', 30],
      ['23:30', 'CLOSED'],
    );
    const seen = polled(['-9:00', '12:00', 'CLOSED'], ['23:40', '23:58', 'CLOSED']);
    const result = explanations(compareDay(stored(seen), { ...rowOf(late), operatingMinutes: 690 }));
    expect(result.operatingMinutes).toBe('OUR_GAP');
    const impossible = explanations(compareDay(stored(seen), { ...rowOf(late), operatingMinutes: 730 }));
    expect(impossible.operatingMinutes).toBe('UNEXPLAINED');
  });

  it('is a close in a gap', () => {
    const gap = polled(['-1:00', '08:58', 'CLOSED'], ['09:03', '15:58', 'OPERATING', 20], ['20:03', '23:58', 'CLOSED']);
    const result = compareDay(stored(gap), { ...rowOf(PLAIN), ...rowOf(truth), standby: null, inParkHours: null });
    expect(explanations(result)).toMatchObject({ lastClosedAt: 'OUR_GAP' });
  });

  it('is the published hours if theirs are others', () => {
    const evening = { hours: [{ startMs: at('09:00'), endMs: at('12:00') }] };
    const result = compareDay(stored(PLAIN, evening), rowOf(PLAIN));
    expect(explanations(result)).toMatchObject({ 'inParkHours.scheduledMinutes': 'OTHER_HOURS' });
    expect(only(result)).toEqual(new Set(['OTHER_HOURS']));
    const row = rowOf(PLAIN);
    expect(explanations(compareDay(stored(PLAIN, evening), { ...row, downMinutes: 90 }))).toMatchObject({
      downMinutes: 'UNEXPLAINED',
    });
  });

  it('is the lower ceiling of some destinations', () => {
    const long = imported(
      ['-1:00', 'CLOSED'],
      ['09:00', 'OPERATING', 60],
      ['10:00', 'OPERATING', 450],
      ['11:00', 'OPERATING', 60],
      ['18:00', 'CLOSED'],
    );
    const theirs = ourRow(stored(long), { ...OPTIONS, ceilingMinutes: 300 })!;
    expect(theirs.implausibleWaits).toEqual({ standby: 1, singleRider: 0 });
    expect(only(compareDay(stored(long), theirs))).toEqual(new Set(['LOWER_CEILING']));
  });

  it('is another version of the rules if the figure is equal by it', () => {
    const night = imported(['-1:00', 'CLOSED'], ['09:00', 'OPERATING', 20], ['25:00', 'CLOSED']);
    const theirs = { ...rowOf(night), operatingMinutes: 900, unknownMinutes: 0, lastClosedAtMs: null };
    expect(explanations(compareDay(stored(night), theirs))).toMatchObject({ operatingMinutes: 'OTHER_RULES' });
  });

  it('is their gap if they count minutes as unknown that were observed', () => {
    const row = rowOf(PLAIN);
    const theirs = {
      ...row,
      ...{ operatingMinutes: row.operatingMinutes - 100, unknownMinutes: row.unknownMinutes! + 100 },
      standby: { ...row.standby!, mean: 33 },
    };
    expect(only(compareDay(stored(PLAIN), theirs))).toEqual(new Set(['THEIR_GAP']));
    const more = { ...theirs, operatingMinutes: row.operatingMinutes - 150 };
    expect(explanations(compareDay(stored(PLAIN), more))).toMatchObject({ operatingMinutes: 'UNEXPLAINED' });
  });
});
