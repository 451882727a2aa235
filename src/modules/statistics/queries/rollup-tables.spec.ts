import { packedDay } from '../../../../test/support/ride-hour-rows.js';
import { NO_DAY_ONLY_TOTALS, NO_TIME } from '../days/rollup-rows.js';
import { PARK_DAYS, PARK_HOURS, RIDE_DAYS, RIDE_HOURS, type RollupTable } from './rollup-tables.sql.js';

/** Totals that all differ, so that a value in the wrong column is noticed. */
const TOTALS = Object.fromEntries(
  [
    ...Object.keys(NO_TIME),
    ...Object.keys(NO_DAY_ONLY_TOTALS),
    'statusChanges',
    'longestDownMs',
    'p50Wait',
    'p90Wait',
  ].map((name, index) => [name, 100 + index]),
);
const DAY = { ...TOTALS, rideId: 7, parkId: 3, localDate: '2024-07-01', coverage: 0.5 };
const HOUR = { ...DAY, localHour: 13 };
const RIDE_DAY = { ...DAY, firstOperatingMs: Date.UTC(2024, 6, 1, 8), lastOperatingMs: null };
const PARK_DAY = { ...DAY, opensAtMs: null, closesAtMs: null, ridesTracked: 1, ridesOperated: 2, ridesWithDowntime: 3 };

/** What an upsert of the row writes, by column. */
function written<Row>(table: RollupTable<Row>, row: object): Record<string, string> {
  const [, columns, values] = /\(([^)]*)\) VALUES \(([^)]*)\)/.exec(table.upsert([row as Row]))!;
  const [names, cells] = [columns!.replaceAll('`', '').split(', '), values!.split(',')];
  expect(cells).toHaveLength(names.length);
  return Object.fromEntries(names.map((name, index) => [name, cells[index]!]));
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columnsOfTotals = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [snakeCase(name), String(TOTALS[name])]));

describe('the statistics tables of rides and parks', () => {
  it('have each total of an hour of a park in its own column', () => {
    const hour = {
      park_id: '3',
      local_date: "'2024-07-01'",
      local_hour: '13',
      ...columnsOfTotals(Object.keys(NO_TIME)),
    };
    expect(written(PARK_HOURS, HOUR)).toEqual(hour);
  });

  it('have each total of the hours of a ride and day in its own column', () => {
    const row = written(
      RIDE_HOURS,
      packedDay({ rideId: 7, localDate: '2024-07-01', hours: [{ ...NO_TIME, ...HOUR }] }),
    );
    const values = Object.keys(NO_TIME).map((name) => [snakeCase(name), TOTALS[name]!.toString(16)] as const);
    expect(row).toMatchObject({ ride_id: '7', local_date: "'2024-07-01'", hours: String(1 << 13) });
    for (const [column, hex] of values) expect(row[column]).toMatch(new RegExp(`^x'.*${hex}'$`));
    expect(Object.keys(row)).toHaveLength(values.length + 3);
  });

  it('have each total of a day of a ride in its own column', () => {
    expect(written(RIDE_DAYS, RIDE_DAY)).toEqual({
      ride_id: '7',
      stat_date: "'2024-07-01'",
      ...columnsOfTotals(Object.keys(TOTALS)),
      first_operating_at: "'2024-07-01 08:00:00.000'",
      last_operating_at: 'NULL',
      coverage: '0.5',
    });
  });

  it('have each total of a day of a park in its own column', () => {
    expect(written(PARK_DAYS, PARK_DAY)).toEqual({
      park_id: '3',
      stat_date: "'2024-07-01'",
      ...columnsOfTotals(Object.keys(TOTALS)),
      opens_at: 'NULL',
      closes_at: 'NULL',
      rides_tracked: '1',
      rides_operated: '2',
      rides_with_downtime: '3',
      coverage: '0.5',
    });
  });
});
