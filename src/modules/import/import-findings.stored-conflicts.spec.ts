import { NOON_MS, setOf } from '../../../test/support/observations.js';
import { MAX_ISSUE_SAMPLES } from './parser/parsed-file.js';
import type { PreparedFile } from './pipeline/prepare-file.js';
import { conflictWithStoredIssue } from './import-findings.js';

function prepared(rows: Parameters<typeof setOf>[0]): PreparedFile {
  return {
    read: rows.length,
    rejected: 0,
    duplicates: 0,
    set: setOf(rows),
    eventIndex: Uint32Array.from(rows, (_, row) => 100 + row),
    showTimes: [],
    rendered: { snapshots: [], queues: [] },
    invalidatedDays: [],
    issues: [],
    range: null,
  };
}

describe('events that contradict a stored row of the archive', () => {
  it('give no issue if there are none', () => {
    expect(conflictWithStoredIssue(prepared([{}]), [])).toEqual([]);
  });

  it('are reported with their position in the file and their values', () => {
    const file = prepared([{}, { rideId: 7, status: 'DOWN', waitMinutes: null }, { rideId: 8, status: null }]);
    const [issue] = conflictWithStoredIssue(file, [1, 2]);
    expect(issue).toMatchObject({ reason: 'STORED_VALUE_CONFLICT', rejected: false, count: 2 });
    expect(issue!.samples.map(({ index, value }) => [index, JSON.parse(value) as unknown])).toEqual([
      [101, { rideId: 7, eventTime: new Date(NOON_MS).toISOString(), refusedStatus: 'DOWN', refusedWaitMinutes: null }],
      [102, { rideId: 8, eventTime: new Date(NOON_MS).toISOString(), refusedStatus: null, refusedWaitMinutes: 10 }],
    ]);
  });

  it('are all counted, with only a few samples', () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ rideId: index + 1 }));
    const [issue] = conflictWithStoredIssue(prepared(rows), [...rows.keys()]);
    expect(issue!.count).toBe(50);
    expect(issue!.samples).toHaveLength(MAX_ISSUE_SAMPLES);
  });
});
