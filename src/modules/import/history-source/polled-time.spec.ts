import { MINUTE_MS } from '../../../common/time/calendar.js';
import { emptyQueue, type RideStatus, RIDE_STATUSES } from '../../snapshots/observations.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { type PolledSpan, unpolledPart } from './polled-time.js';

const at = (minute: number): number => Date.UTC(2026, 6, 20, 10) + minute * MINUTE_MS;

type Row = [minute: number, status: RideStatus, waitMinutes: number];

const setOf = (...rows: Row[]): ObservationSet => ({
  snapshots: {
    length: rows.length,
    rideId: new Uint32Array(rows.length).fill(1),
    recordedAtMs: Float64Array.from(rows, ([minute]) => at(minute)),
    status: Uint8Array.from(rows, ([, status]) => RIDE_STATUSES.indexOf(status) + 1),
    waitMinutes: Int16Array.from(rows, ([, , wait]) => wait),
  },
  queues: [],
});
const span = (from: number, until: number, waitMinutes: number, rideId = 1): PolledSpan => ({
  ...{ rideId, fromMs: at(from), untilMs: at(until), status: 'OPERATING', waitMinutes },
});
const keptMinutes = ({ set }: { set: ObservationSet }) =>
  [...set.snapshots.recordedAtMs].map((atMs) => (atMs - at(0)) / MINUTE_MS);

describe('observations of the History API in polled time', () => {
  it('are all kept without polls, and beside polls of other rides', () => {
    const set = setOf([0, 'OPERATING', 20], [30, 'DOWN', -1]);
    expect(unpolledPart(set, [])).toEqual({ set, conflicts: [] });
    expect(unpolledPart(set, [span(0, 60, 99, 2)])).toEqual({ set, conflicts: [] });
  });

  it('are kept before, between and after spans of polls', () => {
    const set = setOf([-1, 'OPERATING', 20], [45, 'OPERATING', 30], [90, 'DOWN', -1]);
    const part = unpolledPart(set, [span(0, 40, 20), span(50, 60, 30)]);
    expect(keptMinutes(part)).toEqual([-1, 45, 90]);
    expect(part.conflicts).toEqual([]);
  });

  it('are no conflict where the polls saw the same, at the ends of a span too', () => {
    const part = unpolledPart(setOf([0, 'OPERATING', 20], [20, 'OPERATING', 20], [40, 'OPERATING', 20]), [
      span(0, 40, 20),
    ]);
    expect(keptMinutes(part)).toEqual([]);
    expect(part.conflicts).toEqual([]);
  });

  it('are a conflict with both values where the polls saw something else', () => {
    const { set, conflicts } = unpolledPart(setOf([12, 'OPERATING', 25]), [span(0, 40, 20)]);
    expect(set.snapshots).toHaveLength(0);
    expect(conflicts).toEqual([
      {
        rideId: 1,
        atMs: at(12),
        polled: { status: 'OPERATING', waitMinutes: 20 },
        refused: { status: 'OPERATING', waitMinutes: 25 },
      },
    ]);
  });

  it('are no conflict if polls see the change within five minutes', () => {
    const spans = [span(0, 39, 20), span(43, 60, 25)];
    expect(unpolledPart(setOf([38, 'OPERATING', 25]), spans).conflicts).toEqual([]);
    expect(unpolledPart(setOf([37, 'OPERATING', 25]), spans).conflicts).toHaveLength(1);
  });

  it('are no conflict if the state was over before the next polls', () => {
    const blip = setOf([10, 'DOWN', -1], [12, 'OPERATING', 20]);
    expect(unpolledPart(blip, [span(0, 40, 20)])).toMatchObject({ conflicts: [] });
  });

  describe('whose state lasts into spans of polls', () => {
    const lasting = (rows: Row[], until: number, spans: PolledSpan[]) => {
      const { snapshots, queues } = setOf(...rows);
      const confirmedUntilMs = new Float64Array(rows.length).fill(NaN);
      confirmedUntilMs[rows.length - 1] = at(until);
      return unpolledPart({ snapshots: { ...snapshots, confirmedUntilMs }, queues }, spans);
    };

    it('are one conflict if polls went on seeing another wait, from when they did', () => {
      const part = lasting([[0, 'OPERATING', 10]], 120, [span(20, 40, 77), span(45, 60, 77)]);
      expect(keptMinutes(part)).toEqual([0]);
      const refused = { status: 'OPERATING', waitMinutes: 10 };
      expect(part.conflicts).toEqual([
        { rideId: 1, atMs: at(20), polled: { status: 'OPERATING', waitMinutes: 77 }, refused },
      ]);
    });

    it('are a conflict if polls saw their state first and then went on with another', () => {
      const part = lasting([[0, 'OPERATING', 10]], 120, [span(0, 40, 10), span(45, 60, 77)]);
      expect(part.conflicts.map(({ atMs }) => atMs)).toEqual([at(45)]);
    });

    it('are no conflict if the other state was seen before or after, late, or by one poll', () => {
      expect(lasting([[0, 'OPERATING', 10]], 30, [span(31, 60, 77)]).conflicts).toEqual([]);
      const change: Row[] = [[0, 'OPERATING', 10], [30, 'OPERATING', 77]]; // prettier-ignore
      expect(lasting(change, 120, [span(4, 34, 10), span(35, 60, 77)]).conflicts).toEqual([]);
      expect(lasting([[0, 'OPERATING', 10]], 120, [span(2, 40, 10), span(41, 41, 77)]).conflicts).toEqual([]);
    });

    it('are no conflict by a wait that is carried through a closure, or of unknown end', () => {
      const closed = { ...span(20, 60, 77), status: 'CLOSED' as const };
      expect(lasting([[0, 'CLOSED', -1]], 120, [closed]).conflicts).toEqual([]);
      expect(lasting([[0, 'OPERATING', 10]], NaN, [span(20, 60, 77)]).conflicts).toEqual([]);
    });
  });

  it('lose their queues in polled time only', () => {
    const queue = emptyQueue('RETURN_TIME');
    const queues = [10, 50].map((minute) => ({ rideId: 1, recordedAtMs: at(minute), queue }));
    const part = unpolledPart({ ...setOf(), queues }, [span(0, 40, 20)]);
    expect(part.set.queues.map(({ recordedAtMs }) => recordedAtMs)).toEqual([at(50)]);
  });

  describe('whose state lasted into a gap of the polls', () => {
    const part = (spans: PolledSpan[], until: number, row: Row = [12, 'OPERATING', 20]) => {
      const { snapshots, queues } = setOf(row);
      return unpolledPart({ snapshots: { ...snapshots, confirmedUntilMs: Float64Array.of(at(until)) }, queues }, spans);
    };

    it('are kept if polls saw the state last', () => {
      expect(keptMinutes(part([span(0, 40, 20)], 120))).toEqual([12]);
      expect(keptMinutes(part([span(0, 40, 20), span(100, 200, 30)], 120))).toEqual([12]);
      // Polls saw the change late.
      expect(keptMinutes(part([span(0, 14, 10), span(15, 40, 20), span(100, 200, 30)], 120))).toEqual([12]);
    });

    it('are removed if polls saw another state last, or a change while they went on', () => {
      expect(keptMinutes(part([span(0, 14, 20), span(15, 40, 25), span(100, 200, 30)], 120))).toEqual([]);
      expect(keptMinutes(part([span(0, 40, 20), span(45, 200, 30)], 43))).toEqual([]);
    });

    it('are removed if the pause of the polls is no gap', () => {
      expect(keptMinutes(part([span(0, 40, 20), span(55, 200, 30)], 120))).toEqual([]);
      expect(keptMinutes(part([span(0, 40, 20)], 55))).toEqual([]);
      expect(keptMinutes(part([span(0, 40, 20)], 56))).toEqual([12]);
    });
  });
});
