import { monthsBetween } from '../../../common/time/months.js';
import {
  analyzeSql,
  changePartitionsSql,
  layoutOf,
  partitionTableSql,
  planPartitions,
  refilledPartitions,
} from './partition-plan.js';

describe('partition plan', () => {
  it('changes nothing if every needed month exists', () => {
    const change = planPartitions({ months: monthsBetween('2021-01', '2024-06') }, { from: '2022-05', to: '2024-06' });
    expect(change).toEqual({ prepend: [], append: [] });
    expect(changePartitionsSql('t', change)).toEqual([]);
  });

  it('keeps the months contiguous when an older or a later one is needed', () => {
    const change = planPartitions({ months: ['2021-01', '2021-02'] }, { from: '2020-11', to: '2021-04' });
    expect(change).toEqual({ prepend: ['2020-11', '2020-12'], append: ['2021-03', '2021-04'] });
  });

  it('never plans months before the earliest one, however early the request', () => {
    const change = planPartitions({ months: ['2010-03'] }, { from: '0001-01', to: '2010-03' });
    expect(change.prepend).toEqual(['2010-01', '2010-02']);
  });

  it('splits the catch-alls at both ends into half-open months', () => {
    expect(changePartitionsSql('t', { prepend: ['2020-12'], append: ['2021-03'] })).toEqual([
      "ALTER TABLE t REORGANIZE PARTITION p_past INTO (PARTITION p_past VALUES LESS THAN ('2020-12-01 00:00:00'), " +
        "PARTITION p202012 VALUES LESS THAN ('2021-01-01 00:00:00'))",
      "ALTER TABLE t REORGANIZE PARTITION p_future INTO (PARTITION p202103 VALUES LESS THAN ('2021-04-01 00:00:00'), " +
        'PARTITION p_future VALUES LESS THAN (MAXVALUE))',
    ]);
  });

  it('counts months split off a catch-all with rows as refilled, and none of an empty one', () => {
    const change = { prepend: ['2020-12'], append: ['2021-03', '2021-04'] };
    expect(refilledPartitions(change, { past: 0, future: 3 })).toEqual(['p202103', 'p202104', 'p_future']);
    expect(refilledPartitions(change, { past: 1, future: 0 })).toEqual(['p202012', 'p_past']);
    expect(refilledPartitions({ prepend: [], append: [] }, { past: 5, future: 5 })).toEqual([]);
    expect(analyzeSql('t', ['p1', 'p2'])).toBe('ALTER TABLE t ANALYZE PARTITION p1, p2');
  });

  it('reads a layout from the names of its partitions', () => {
    expect(layoutOf(['p_past', 'p202101', 'p202012', 'p_future']).months).toEqual(['2020-12', '2021-01']);
  });

  it('partitions a table with an empty catch-all at each end', () => {
    const sql = partitionTableSql('t', ['2021-01', '2021-02']);
    expect(sql).toContain("PARTITION p_past VALUES LESS THAN ('2021-01-01 00:00:00')");
    expect(sql).toContain("PARTITION p202102 VALUES LESS THAN ('2021-03-01 00:00:00')");
    expect(sql).toContain('PARTITION p_future VALUES LESS THAN (MAXVALUE)');
  });
});
