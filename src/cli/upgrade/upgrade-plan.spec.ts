import { planLines, upgradePlan } from './upgrade-plan.js';

const sizes = [
  { name: 'rides', rows: 4_000, bytes: 1_000_000 },
  { name: 'ride_status_snapshots', rows: 50_000_000, bytes: 2_000_000_000 },
];
const planOf = (...statements: string[]) => upgradePlan([{ name: 'A1', statements, cutShortBy: null }], sizes);

describe('the plan of an upgrade', () => {
  it('takes the time and the space of a copy for a table that is altered', () => {
    const plan = planOf('ALTER TABLE ride_status_snapshots ADD COLUMN a INT', 'ALTER TABLE rides ADD COLUMN b INT');
    expect(plan).toMatchObject({ seconds: expect.closeTo(500.04) as number, bytes: 2_000_000_000 });
    expect(planLines(plan)).toEqual([
      'A1: 2 changes, at most 8m 21s',
      '  alters ride_status_snapshots (50,000,000 rows)',
      '  alters rides (4,000 rows)',
    ]);
  });

  it('takes the rows of the table that another one is filled from', () => {
    const plan = planOf(
      'CREATE TABLE IF NOT EXISTS `copies` (a INT)',
      'INSERT INTO copies (a) SELECT ride_id FROM rides',
    );
    expect(plan.migrations[0]!.changes).toEqual([
      { kind: 'CREATES', table: 'copies', rows: 0, bytes: 0 },
      { kind: 'FILLS', table: 'copies', rows: 4_000, bytes: 1_000_000 },
    ]);
  });

  it('names views, renamed and dropped tables, and rows that are updated or deleted', () => {
    const plan = planOf(
      'CREATE OR REPLACE SQL SECURITY INVOKER VIEW v_days AS SELECT 1',
      'RENAME TABLE a TO b',
      'DROP TABLE IF EXISTS c',
      'UPDATE rides SET name = 1',
      'DELETE FROM rides WHERE 1',
    );
    expect(plan.migrations[0]!.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual([
      'VIEW v_days',
      'RENAMES a',
      'DROPS c',
      'UPDATES rides',
      'DELETES_FROM rides',
    ]);
  });
});
