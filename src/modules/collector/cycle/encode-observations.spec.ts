import { queueObservation } from '../../../../test/support/observations.js';
import { SpanTables } from '../../../../test/support/span-tables.js';
import type { RideObservation, SnapshotRow } from './span-rule.js';

const MINUTE_MS = 60_000;
const NOON_MS = Date.UTC(2026, 3, 15, 12);
const MAX_CARRY_FORWARD_MS = 15 * MINUTE_MS;
const at = (minutes: number): number => NOON_MS + minutes * MINUTE_MS;

function observation(overrides: Partial<RideObservation> = {}): RideObservation {
  return { rideId: 1, status: 'OPERATING', waitMinutes: 20, lastUpdatedMs: at(-60), queues: [], ...overrides };
}

const priced = (priceMinor: number | null) => queueObservation({ queueType: 'PAID_RETURN_TIME', priceMinor });

/** Rows as `ride:from-until` in minutes after noon, `archive` where they are. */
function lines(rows: readonly Pick<SnapshotRow, 'rideId' | 'recordedAtMs' | 'lastConfirmedAtMs' | 'dataSource'>[]) {
  const minutes = (instantMs: number | null) => (instantMs === null ? '?' : (instantMs - NOON_MS) / MINUTE_MS);
  return rows.map(
    ({ rideId, recordedAtMs, lastConfirmedAtMs, dataSource }) =>
      `${rideId}:${minutes(recordedAtMs)}-${minutes(lastConfirmedAtMs)}${dataSource === 'LIVE' ? '' : ' archive'}`,
  );
}

describe('an observation of a ride', () => {
  let tables: SpanTables;
  beforeEach(() => {
    tables = new SpanTables(MAX_CARRY_FORWARD_MS);
  });

  it('starts a row if the ride has none', () => {
    const coded = tables.poll(at(0), [observation()]);
    expect(coded.snapshots).toEqual({
      extend: [],
      start: [{ ...rowOf(observation()), recordedAtMs: at(0), lastConfirmedAtMs: at(0), dataSource: 'LIVE' }],
    });
  });

  it('extends the row that it equals', () => {
    for (const minutes of [0, 5, 10]) tables.poll(at(minutes), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-10']);
  });

  it.each<[string, Partial<RideObservation>]>([
    ['status', { status: 'DOWN' }],
    ['status that is no longer known', { status: null }],
    ['wait', { waitMinutes: 25 }],
    ['wait of 0 where none was posted', { waitMinutes: 0 }],
    ['stamp of the source', { lastUpdatedMs: at(4) }],
    ['stamp that is older', { lastUpdatedMs: at(-90) }],
    ['stamp that is missing', { lastUpdatedMs: null }],
  ])('starts a row with another %s', (_, change) => {
    tables.poll(at(0), [observation({ waitMinutes: change.waitMinutes === 0 ? null : 20 })]);
    tables.poll(at(5), [observation(change)]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-0', '1:5-5']);
  });

  it('extends a row exactly as old as the carry-forward limit and starts one after it, so that a gap shows', () => {
    tables.poll(at(0), [observation()]);
    tables.poll(at(15), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-15']);
    tables.poll(at(30) + 1, [observation()]);
    expect(tables.snapshotRows).toHaveLength(2);
  });

  it('starts a row if a poll in between lacked the ride, however recent', () => {
    tables.poll(at(0), [observation()]);
    tables.poll(at(5), [observation({ rideId: 2 })]);
    tables.poll(at(10), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-0', '2:5-5', '1:10-10']);
  });

  it('extends a row across a failed poll', () => {
    tables.poll(at(0), [observation()]);
    tables.poll(at(10), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-10']);
    expect(tables.rebuild().map(({ observedAtMs }) => observedAtMs)).toEqual([at(0), at(10)]);
  });

  it.each([
    ['the same instant', 10],
    ['an earlier one', 5],
    ['one before all', -5],
  ])('is ignored, and handed back, when %s comes again', (_, minutes) => {
    for (const known of [0, 5, 10]) tables.poll(at(known), [observation()]);
    const before = [tables.snapshotRows, tables.rebuild()];
    const late = observation({ waitMinutes: 99, queues: [priced(1)] });
    const coded = tables.poll(at(minutes), [late]);
    expect(coded).toEqual({
      snapshots: { extend: [], start: [] },
      queues: { extend: [], start: [] },
      ignored: [late],
      superseded: [],
    });
    expect([tables.snapshotRows, tables.rebuild()]).toEqual(before);
  });

  it('made twice in one answer is what is said last', () => {
    const [first, last] = [observation(), observation({ waitMinutes: 40 })];
    const coded = tables.poll(at(0), [first, observation({ rideId: 2 }), last]);
    expect(coded.superseded).toEqual([first]);
    expect(coded.snapshots.start.map(({ rideId, waitMinutes }) => [rideId, waitMinutes])).toEqual([
      [1, 40],
      [2, 20],
    ]);
  });
});

describe('rows of the archive', () => {
  const imported = (minutes: number): SnapshotRow => ({
    ...rowOf(observation()),
    recordedAtMs: at(minutes),
    lastConfirmedAtMs: null,
    dataSource: 'ARCHIVE',
  });

  it('are never extended: nobody polled them', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    tables.importRow(imported(0));
    tables.poll(at(5), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-? archive', '1:5-5']);
  });

  it('keep their instant', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    tables.importRow(imported(5));
    expect(tables.poll(at(5), [observation()]).ignored).toHaveLength(1);
    expect(lines(tables.snapshotRows)).toEqual(['1:5-? archive']);
  });

  it('that lie ahead do not keep an observation from being stored', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    tables.importRow(imported(7));
    tables.poll(at(5), [observation()]);
    tables.poll(at(10), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:7-? archive', '1:5-5', '1:10-10']);
  });

  it('are no observation of a poll', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    tables.poll(at(0), [observation()]);
    tables.importRow(imported(3));
    tables.poll(at(5), [observation()]);
    expect(tables.rebuild().map(({ observedAtMs }) => observedAtMs)).toEqual([at(0), at(5)]);
  });

  it('that took over the instant of a live row keep what polls have seen of it, and are not extended', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    tables.importRow({ ...imported(0), lastConfirmedAtMs: at(5) });
    tables.poll(at(5), [observation()]);
    expect(tables.snapshotRows).toHaveLength(1);
    tables.poll(at(10), [observation()]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-5 archive', '1:10-10']);
    expect(tables.rebuild().map(({ observedAtMs }) => observedAtMs)).toEqual([at(5), at(10)]);
  });
});

describe('the queues of a ride', () => {
  let tables: SpanTables;
  beforeEach(() => {
    tables = new SpanTables(MAX_CARRY_FORWARD_MS);
  });

  it('are coded each for itself, beside the ride', () => {
    const single = queueObservation({ waitMinutes: 5 });
    tables.poll(at(0), [observation({ queues: [single, priced(1500)] })]);
    tables.poll(at(5), [observation({ queues: [single, priced(1800)] })]);
    tables.poll(at(10), [observation({ waitMinutes: 30, queues: [single, priced(1800)] })]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-5', '1:10-10']);
    expect(lines(tables.queueRows)).toEqual(['1:0-10', '1:0-0', '1:5-10']);
  });

  it('do not start anew because the ride got a new stamp, which is no field of theirs', () => {
    tables.poll(at(0), [observation({ queues: [priced(1500)] })]);
    tables.poll(at(5), [observation({ lastUpdatedMs: at(3), queues: [priced(1500)] })]);
    expect(lines(tables.queueRows)).toEqual(['1:0-5']);
    expect(tables.rebuild().map(({ lastUpdatedMs }) => lastUpdatedMs)).toEqual([at(-60), at(3)]);
  });

  it.each([
    ['an unknown price after a known one', priced(0), priced(null)],
    ['a state', queueObservation({ state: 'AVAILABLE' }), queueObservation({ state: 'FINISHED' })],
    ['a currency', queueObservation({ priceCurrency: 'EUR' }), queueObservation({ priceCurrency: 'USD' })],
    ['a group', queueObservation({ groupEnd: 5 }), queueObservation({ groupEnd: 6 })],
    ['a return window', queueObservation({ returnEndMs: at(5) }), queueObservation({ returnEndMs: at(6) })],
  ])('start a row with %s', (_, before, after) => {
    tables.poll(at(0), [observation({ queues: [before] })]);
    tables.poll(at(5), [observation({ queues: [after] })]);
    expect(lines(tables.queueRows)).toEqual(['1:0-0', '1:5-5']);
  });

  it('that are no longer reported stop being confirmed, and start anew when they are back', () => {
    tables.poll(at(0), [observation({ queues: [priced(1500)] })]);
    tables.poll(at(5), [observation()]);
    tables.poll(at(10), [observation({ queues: [priced(1500)] })]);
    expect(lines(tables.snapshotRows)).toEqual(['1:0-10']);
    expect(lines(tables.queueRows)).toEqual(['1:0-0', '1:10-10']);
    expect(tables.rebuild().map(({ queues }) => queues.length)).toEqual([1, 0, 1]);
  });
});

function rowOf({ rideId, status, waitMinutes, lastUpdatedMs }: RideObservation) {
  return { rideId, status, waitMinutes, lastUpdatedMs };
}
