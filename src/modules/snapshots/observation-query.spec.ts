import type { HistoryRecord } from './observation-query.sql.js';
import { stateAt, lookBackFrom } from './observation-query.service.js';

const AT_MS = Date.UTC(2024, 4, 1, 12);
const ago = (minutes: number) => new Date(AT_MS - minutes * 60_000);
const HOLD = { LIVE: 15, ARCHIVE: 360 };

const row = (overrides: Partial<HistoryRecord> = {}): HistoryRecord => ({
  rideId: 1,
  recordedAt: ago(600),
  status: 'CLOSED',
  waitMinutes: null,
  lastConfirmedAt: ago(-60),
  dataSource: 'LIVE',
  ...overrides,
});

describe('the observation that holds at an instant', () => {
  it('is the run that began before it and is seen after it, however long ago that began', () => {
    expect(stateAt(AT_MS, [row()], HOLD)).toEqual(row());
  });

  it('is none where the last one was seen longer ago than its source holds', () => {
    const archived = { dataSource: 'ARCHIVE', lastConfirmedAt: null } as const;
    expect(stateAt(AT_MS, [row({ lastConfirmedAt: ago(16) })], HOLD)).toBeNull();
    expect(stateAt(AT_MS, [row({ lastConfirmedAt: ago(15) })], HOLD)).not.toBeNull();
    expect(stateAt(AT_MS, [row({ ...archived, recordedAt: ago(361) })], HOLD)).toBeNull();
    expect(stateAt(AT_MS, [row({ ...archived, recordedAt: ago(360) })], HOLD)).not.toBeNull();
    expect(stateAt(AT_MS, [], HOLD)).toBeNull();
  });

  it('is of linked rides the one that was seen last, and of those the one that began last', () => {
    const early = row({ rideId: 2, lastConfirmedAt: ago(5) });
    const late = row({ rideId: 3, recordedAt: ago(30), lastConfirmedAt: ago(-5) });
    expect(stateAt(AT_MS, [early, row(), late], HOLD)).toBe(late);
  });

  it('is looked for 400 days back, and not before 1970', () => {
    expect(lookBackFrom(AT_MS)).toEqual({ fromMs: AT_MS - 400 * 86_400_000, toMs: AT_MS });
    expect(lookBackFrom(1000)).toEqual({ fromMs: 0, toMs: 1000 });
    expect(lookBackFrom(-5)).toBeNull();
  });
});
