import { withValues } from './data-source-options.js';

describe('statements', () => {
  it('are sent as they are if they have no values, even with placeholders in texts', () => {
    const sql = "INSERT INTO t (a) VALUES ('why?'), ('what ?? ever')";
    expect(withValues(sql, [], 'Z')).toBe(sql);
  });

  it('get their values in order: names, lists, instants in UTC, nulls, and texts that look like placeholders', () => {
    const values = ['a', [1, 2], new Date('2024-07-01T12:00:00.250Z'), null, "it's ?"];
    expect(withValues('SELECT ?? WHERE b IN (?) AND c < ? AND d <=> ? AND e = ?', values, 'Z')).toBe(
      "SELECT `a` WHERE b IN (1, 2) AND c < '2024-07-01 12:00:00.250' AND d <=> NULL AND e = 'it\\'s ?'",
    );
  });
});
