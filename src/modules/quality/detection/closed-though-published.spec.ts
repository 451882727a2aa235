import { HOUR_MS } from '../../../common/time/calendar.js';
import { type DayUse, type UseBasis, useDaysOf } from '../../park-use/day-use.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { closedDayRuns, type KnownClosedDays } from './closed-though-published.js';

const START_MS = Date.parse('2024-07-01T00:00:00Z');
const LETTERS: Record<string, UseBasis> = {
  C: 'CLOSED_THOUGH_PUBLISHED',
  P: 'PUBLISHED',
  N: 'NONE',
};
const days = new LocalDays('UTC', 0);

/** One letter for each day from 1 July on. */
function runsOf(letters: string, known: Partial<KnownClosedDays> = {}) {
  const range = { startMs: START_MS, endMs: START_MS + letters.length * 24 * HOUR_MS };
  const uses = [...letters].map((letter) => ({ basis: LETTERS[letter] }) as DayUse);
  const useDays = useDaysOf('UTC', 0, range.startMs, range.endMs);
  const windowOf = (date: string) => days.window(date);
  const park = { parkId: 7, name: 'Park', timezone: 'UTC', rides: new Map() };
  const { findings, parts } = closedDayRuns(park, { useDays, range }, uses, {
    earlier: [],
    uncounted: [],
    windowOf,
    ...known,
  });
  return {
    runs: findings.map(({ sample }) => (sample as string[]).map((date) => date.slice(5))),
    closed: parts.map(({ part, whole }) => [part.identity[2], whole.reason]),
  };
}

describe('days on which a park was closed although hours are published', () => {
  it('are one run until the park is in use', () => {
    expect(runsOf('PCCPC').runs).toEqual([['07-02', '07-03'], ['07-05']]);
  });

  it('are one run across days without published hours on which the park was not in use', () => {
    expect(runsOf('CNNC').runs).toEqual([['07-01', '07-04']]);
  });

  it('continue an earlier run that ends on the day before the examined ones', () => {
    expect(runsOf('CP', { earlier: [['2024-06-29', '2024-06-30']] })).toEqual({
      runs: [['06-29', '06-30', '07-01']],
      closed: [],
    });
  });

  it('keep days without published hours within an earlier run', () => {
    expect(runsOf('C', { earlier: [['2024-06-28', '2024-06-30']] }).runs).toEqual([['06-28', '06-30', '07-01']]);
  });

  it('remove days from an earlier run on which the park turned out to be in use', () => {
    const earlier = [['2024-06-30', '2024-07-01', '2024-07-02']];
    expect(runsOf('PC', { earlier })).toEqual({ runs: [['06-30'], ['07-02']], closed: [] });
    expect(runsOf('PP', { earlier: [['2024-07-01', '2024-07-02', '2024-07-03']] })).toEqual({
      runs: [['07-03']],
      closed: [['2024-07-01', 'CLOSED_THOUGH_PUBLISHED']],
    });
  });

  it('are left to the exclusion that covers them', () => {
    const uncounted = [{ startMs: START_MS + 24 * HOUR_MS, endMs: Infinity, reason: 'NEVER_OPERATING' }];
    expect(runsOf('CCC', { uncounted, earlier: [['2024-07-02']] })).toEqual({
      runs: [['07-01']],
      closed: [['2024-07-02', 'NEVER_OPERATING']],
    });
  });
});
