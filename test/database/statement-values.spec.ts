import { openMigratedDatabase } from '../support/migrated-database.js';

describe('statements', () => {
  it('are sent as they are without values, and with their values in place of the placeholders otherwise', async () => {
    const open = await openMigratedDatabase('statement_values');
    try {
      const row = async (sql: string, values?: unknown[]) =>
        (await open.dataSource.query<{ a: unknown }[]>(sql, values))[0]!.a;
      expect(await row("SELECT 'why?' AS a")).toBe('why?');
      expect(await row("SELECT '??' AS a", [])).toBe('??');
      expect(await row("SELECT CONCAT('?', ?) AS a", ["it's"])).toBe("?it's");
      expect(
        await row('SELECT GROUP_CONCAT(x) AS a FROM (SELECT 1 AS x UNION SELECT 2) t WHERE x IN (?)', [[1, 2]]),
      ).toBe('1,2');
      const at = new Date(Date.UTC(2026, 6, 1, 12, 0, 0, 5));
      expect(await row("SELECT CONCAT('', CAST(? AS DATETIME(3))) AS a", [at])).toBe('2026-07-01 12:00:00.005');
      expect(await row('SELECT COALESCE(?, 7) AS a', [null])).toBe(7);
    } finally {
      await open.close();
    }
  });
});
