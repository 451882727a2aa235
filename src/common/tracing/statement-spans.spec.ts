import { statementSummary } from './statement-spans.js';

describe('the summary of a statement', () => {
  it.each([
    ['SELECT r.ride_id FROM rides r JOIN parks p ON p.park_id = r.park_id', 'SELECT rides'],
    ['select `a` from `themepark`.`ride_current` where x = 1', 'SELECT ride_current'],
    ["INSERT INTO job_runs (name) VALUES ('a from b')", 'INSERT job_runs'],
    ['UPDATE job_leases SET owner = ?', 'UPDATE job_leases'],
    ["LOAD DATA LOCAL INFILE 'rows' INTO TABLE ride_status_snapshots", 'LOAD ride_status_snapshots'],
    ['  (SELECT 1)', 'SELECT'],
    ['/* a comment */ DELETE FROM `queue_data`', 'DELETE queue_data'],
    ['START TRANSACTION', 'START'],
    ['COMMIT', 'COMMIT'],
    ['', 'SQL'],
  ])('of %j is %s', (sql, summary) => {
    expect(statementSummary(sql)).toBe(summary);
  });

  it('has no value of the statement, however long that is', () => {
    expect(statementSummary(`INSERT INTO rides VALUES ${"('secret'),".repeat(100_000)}`)).toBe('INSERT rides');
  });
});
