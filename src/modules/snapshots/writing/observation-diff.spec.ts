import {
  NOON_MS,
  type ObservationRow,
  queueObservation,
  setOf,
  statusCode,
} from '../../../../test/support/observations.js';
import { type ConflictPolicy, type StoredSnapshot, diffQueues, diffSnapshots } from './observation-diff.js';
import type { DataSource } from '../observations.js';

type Fate = 'insert' | 'replace' | 'duplicate' | 'conflict';
type Policy = `${ConflictPolicy['onConflict']}${'' | ' changed'}`;

/** What becomes of a row, by what is stored, whether it says the same, and the policy; `changed`: replaceOwn. */
const FATES: readonly [stored: DataSource | 'nothing', same: boolean, policy: Policy, fate: Fate][] = [
  ['nothing', false, 'archive', 'insert'],
  ['nothing', false, 'archive changed', 'insert'],
  ['nothing', false, 'live', 'insert'],
  ['nothing', false, 'live changed', 'insert'],
  ['LIVE', true, 'archive', 'replace'],
  ['LIVE', false, 'archive', 'replace'],
  ['LIVE', true, 'archive changed', 'replace'],
  ['LIVE', false, 'archive changed', 'replace'],
  ['LIVE', true, 'live', 'duplicate'],
  ['LIVE', false, 'live', 'duplicate'],
  ['LIVE', true, 'live changed', 'duplicate'],
  ['LIVE', false, 'live changed', 'duplicate'],
  ['ARCHIVE', true, 'archive', 'duplicate'],
  ['ARCHIVE', false, 'archive', 'conflict'],
  ['ARCHIVE', true, 'archive changed', 'duplicate'],
  ['ARCHIVE', false, 'archive changed', 'replace'],
  ['ARCHIVE', true, 'live', 'duplicate'],
  ['ARCHIVE', false, 'live', 'conflict'],
  ['ARCHIVE', true, 'live changed', 'duplicate'],
  ['ARCHIVE', false, 'live changed', 'replace'],
];

const DIFF: Readonly<Record<Fate, object>> = {
  insert: { insert: [0], replace: [], duplicates: 0, conflicts: [] },
  replace: { insert: [], replace: [0], duplicates: 0, conflicts: [] },
  duplicate: { insert: [], replace: [], duplicates: 1, conflicts: [] },
  conflict: { insert: [], replace: [], duplicates: 1, conflicts: [0] },
};

const policyOf = (policy: Policy): ConflictPolicy => ({
  onConflict: policy.startsWith('archive') ? 'archive' : 'live',
  replaceOwn: policy.endsWith('changed'),
});

function stored(
  { rideId = 1, atMs = NOON_MS, status = 'OPERATING', waitMinutes = 10 }: ObservationRow,
  dataSource: DataSource = 'ARCHIVE',
): StoredSnapshot {
  return {
    ...{ rideId, recordedAtMs: atMs, status: statusCode(status), waitMinutes: waitMinutes ?? -1 },
    ...{ dataSource, confirmedUntilMs: null },
  };
}

const ANY_POLICY = policyOf('archive');

describe('comparing snapshots with what is stored', () => {
  it.each(FATES)('stored %s, the same: %s, policy %s: %s', (source, same, policy, fate) => {
    const old = source === 'nothing' ? [] : [stored({ waitMinutes: same ? 10 : 11 }, source)];
    expect(diffSnapshots(setOf([{}]), old, policyOf(policy))).toEqual(DIFF[fate]);
  });

  it('treats another status, even an unknown one, as a different value', () => {
    const conflict = (row: ObservationRow, old: ObservationRow) =>
      diffSnapshots(setOf([row]), [stored(old)], ANY_POLICY).conflicts;
    expect(conflict({ status: 'DOWN' }, { status: 'CLOSED' })).toEqual([0]);
    expect(conflict({ status: null }, { status: 'CLOSED' })).toEqual([0]);
    expect(conflict({ waitMinutes: null }, { waitMinutes: 0 })).toEqual([0]);
    expect(conflict({ status: null, waitMinutes: null }, { status: null, waitMinutes: null })).toEqual([]);
  });

  it('finds each row by ride and instant among stored rows that the set does not have', () => {
    const set = setOf([
      { rideId: 1, atMs: NOON_MS },
      { rideId: 1, atMs: NOON_MS + 2 },
      { rideId: 3, atMs: NOON_MS },
      { rideId: 9, atMs: NOON_MS },
    ]);
    const old = [
      { rideId: 1, atMs: NOON_MS - 1 },
      { rideId: 1, atMs: NOON_MS },
      { rideId: 1, atMs: NOON_MS + 1 },
      { rideId: 2, atMs: NOON_MS },
      { rideId: 3, atMs: NOON_MS, waitMinutes: 11 },
      { rideId: 3, atMs: NOON_MS + 5 },
      { rideId: 8, atMs: NOON_MS + 7 },
    ].map((row) => stored(row));
    expect(diffSnapshots(set, old, ANY_POLICY)).toEqual({ insert: [1, 3], replace: [], duplicates: 2, conflicts: [2] });
  });

  it('changes nothing the second time', () => {
    const rows: ObservationRow[] = [{ status: null }, { rideId: 2, waitMinutes: null }, { rideId: 3, waitMinutes: 0 }];
    const again = diffSnapshots(
      setOf(rows),
      rows.map((row) => stored(row)),
      ANY_POLICY,
    );
    expect(again).toEqual({ insert: [], replace: [], duplicates: 3, conflicts: [] });
  });
});

describe('comparing queue rows with what is stored', () => {
  const row = (waitMinutes: number, queueType = 'SINGLE_RIDER' as const) => ({
    rideId: 1,
    recordedAtMs: NOON_MS,
    queue: queueObservation({ queueType, waitMinutes }),
  });

  it.each(FATES)('stored %s, the same: %s, policy %s: %s', (source, same, policy, fate) => {
    const old = source === 'nothing' ? [] : [{ ...row(same ? 10 : 11), dataSource: source }];
    expect(diffQueues([row(10)], old, policyOf(policy))).toEqual(DIFF[fate]);
  });

  it('treats another queue of the same ride and instant as a different row', () => {
    const old = { ...row(10), queue: queueObservation({ queueType: 'PAID_STANDBY', waitMinutes: 10 }) };
    expect(diffQueues([row(10)], [{ ...old, dataSource: 'ARCHIVE' }], ANY_POLICY).insert).toEqual([0]);
  });

  it('does not treat a return time as changed if only its fraction of a second was truncated', () => {
    const queue = queueObservation({ queueType: 'RETURN_TIME', returnStartMs: NOON_MS + 644 });
    const old = queueObservation({ queueType: 'RETURN_TIME', returnStartMs: NOON_MS });
    const key = { rideId: 1, recordedAtMs: NOON_MS };
    const diff = diffQueues([{ ...key, queue }], [{ ...key, queue: old, dataSource: 'ARCHIVE' }], ANY_POLICY);
    expect(diff).toEqual(DIFF.duplicate);
  });
});
