import {
  noteOfEnd,
  raisedWithYears,
  severityOf,
  type StorageAlertSeverity,
  type WatchedMetric,
} from './storage-alert-rules.js';

const percent = (value: number): WatchedMetric => ({
  ...{ type: 'CAPACITY_THRESHOLD', table: null, value, thresholds: { warning: 60, critical: 80 } },
  ...{ worse: 'more', release: 0.05, description: '' },
});
const daysLeft = (value: number): WatchedMetric => ({
  ...{ type: 'DAYS_UNTIL_FULL', table: null, value, thresholds: { warning: 90, critical: 30 } },
  ...{ worse: 'less', release: 0.1, description: '' },
});

describe('an alert', () => {
  it.each<[number, StorageAlertSeverity | null, StorageAlertSeverity | null]>([
    [59.9, null, null],
    [60, null, 'WARNING'],
    [80, null, 'CRITICAL'],
    [57, 'WARNING', 'WARNING'],
    [56.9, 'WARNING', null],
    [76, 'CRITICAL', 'CRITICAL'],
    [75.9, 'CRITICAL', 'WARNING'],
    [10, 'CRITICAL', null],
  ])('at %d percent, after %s, is %s', (value, before, after) => {
    expect(severityOf(percent(value), before)).toBe(after);
  });

  it.each<[number, StorageAlertSeverity | null, StorageAlertSeverity | null]>([
    [91, null, null],
    [90, null, 'WARNING'],
    [30, 'WARNING', 'CRITICAL'],
    [33, 'CRITICAL', 'CRITICAL'],
    [98, 'WARNING', 'WARNING'],
    [100, 'WARNING', null],
  ])('with %d days left, after %s, is %s', (value, before, after) => {
    expect(severityOf(daysLeft(value), before)).toBe(after);
  });
});

describe('the note of a cleared alert', () => {
  it('names the side of the threshold on which the value is now', () => {
    expect(noteOfEnd({ ...percent(50), description: '50 % in use' })).toBe('Back below the threshold: 50 % in use');
    expect(noteOfEnd({ ...daysLeft(850), description: 'full in 850 days' })).toBe(
      'Back above the threshold: full in 850 days',
    );
  });
});

describe('the thresholds of partitions', () => {
  it('rise with the number of months that are kept', () => {
    expect(raisedWithYears({ warning: 100, critical: 150 }, 79)).toEqual({ warning: 100, critical: 150 });
    expect(raisedWithYears({ warning: 100, critical: 150 }, 200)).toEqual({ warning: 250, critical: 300 });
  });
});
