import type { DailyInput } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import { buildDailyRow, ruleVersionOf } from '../../src/modules/history-api/daily-rules/daily-rules.js';
import { OPTIONS, rowsOf } from '../support/recorded-daily-rows.js';
import {
  endsAtMidnight,
  inputOfRide,
  inputOfSingleRun,
  isOpenAtNight,
  isSingleRun,
  reopens,
  runsOn,
} from '../support/ride-row-history.js';

describe('the recorded rows', () => {
  it('of a ride have the minutes of its only run, where the row determines when it began and ended', () => {
    const rows = rowsOf('ATTRACTION');
    expect(rows.length).toBe(51);
    const determined = rows.filter(({ row }) => isSingleRun(row));
    expect(determined.length).toBe(20);
    for (const { row } of determined) expectMinutes(row, inputOfSingleRun(row));
  });

  it.each<[what: string, count: number, isOfKind: (row: DailyRow) => boolean]>([
    ['with downtime, and its close', 6, (row) => row.lastClosedAtMs !== null && !runsOn(row)],
    [
      'that recovered in the evening and ran on after the hours',
      2,
      (row) => row.lastClosedAtMs !== null && runsOn(row),
    ],
    ['that closed after midnight, at the end of its hours', 6, endsAtMidnight],
    ['that closed at the end of its hours and reopened until after midnight', 15, (row) => reopens(row)],
    ['that was open around midnight without confirmation', 2, isOpenAtNight],
  ])('of a ride %s are rebuilt from a history that explains them', (_, count, isOfKind) => {
    const rows = rowsOf('ATTRACTION').filter(({ row }) => !isSingleRun(row) && isOfKind(row));
    expect(rows.length).toBe(count);
    for (const { row } of rows) expectMinutes(row, inputOfRide(row));
  });
});

/** Of a row of a ride, all but its waits and the number of its changes, which a row does not determine. */
function expectMinutes(row: DailyRow, input: DailyInput): void {
  const { standby, inParkHours, ...minutes } = row;
  const built = buildDailyRow(input, { version: ruleVersionOf(row), ...OPTIONS });
  expect(built).toMatchObject({ ...minutes, changes: built!.changes });
  expect(built!.inParkHours).toMatchObject({ ...inParkHours, standby: null });
  expect(standby).not.toBeNull();
}
