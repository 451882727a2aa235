import { closedWindowAt, scheduledWindows, windowsOfRides } from './open-windows.js';
import type { SeenRun } from './seen-run.js';

const HOUR_MS = 3_600_000;
const at = (hour: number): number => Date.UTC(2026, 3, 15) + hour * HOUR_MS;
const hours = (from: number, to: number) => ({ startMs: at(from), endMs: at(to) });
const published = (type: string, from: number, to: number) => ({ type, opensAtMs: at(from), closesAtMs: at(to) });
const run = (fromHour: number, untilHour: number, status: SeenRun['status'] = 'OPERATING'): SeenRun => {
  return { fromMs: at(fromHour), untilMs: at(untilHour), status, waitMinutes: null, lastUpdatedMs: null };
};

describe('the windows of a published schedule', () => {
  it('are open to everybody, or in use by early guests and evening tickets', () => {
    const entries = [
      published('OPERATING', 9, 21),
      published('EXTRA_HOURS', 8, 9),
      published('TICKETED_EVENT', 19, 25),
    ];
    const { open, inUse } = scheduledWindows(entries);
    expect(open).toEqual([hours(9, 21)]);
    expect(inUse).toEqual([hours(9, 21), hours(8, 9), hours(19, 25)]);
  });

  it('end on the next day where the closing time is before the opening time', () => {
    expect(scheduledWindows([published('OPERATING', 10, 1)]).open).toEqual([hours(10, 25)]);
  });
});

describe('the windows that rides say', () => {
  const rules = { openAboveShare: 1 / 3, maxHoldMs: HOUR_MS };
  const windows = (...rides: SeenRun[][]) =>
    windowsOfRides(
      rides.map((runs, rideId) => ({ rideId, runs })),
      rules,
    );

  it('are those in which more than their share operate, with values held up to the next poll', () => {
    const changing = [run(9, 9), run(9.5, 9.5), run(10, 12), run(12.5, 20, 'CLOSED')];
    expect(windows(changing, [run(9, 11), run(11.5, 20, 'CLOSED')], [run(0, 24, 'CLOSED')])).toEqual([hours(9, 11.5)]);
  });

  it('do not bridge a long time in which nobody looked', () => {
    expect(windows([run(9, 10), run(15, 16)])).toEqual([hours(9, 10), hours(15, 16)]);
  });

  it('are not those of one ride that says so all night', () => {
    const closed = [run(0, 24, 'CLOSED')];
    expect(windows([run(0, 24)], closed, closed)).toEqual([]);
  });
});

describe('the closed stretch of an instant', () => {
  it('reaches back to the last closing, or to as far as is looked', () => {
    expect(closedWindowAt([hours(9, 21)], at(26), at(0))).toEqual(hours(21, 26));
    expect(closedWindowAt([hours(9, 21)], at(3), at(-20))).toEqual(hours(-20, 3));
  });

  it('is none while the park is in use', () => {
    expect(closedWindowAt([hours(9, 21)], at(9), at(0))).toBeNull();
    expect(closedWindowAt([hours(9, 21)], at(21), at(0))).toBeNull();
  });
});
