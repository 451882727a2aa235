import type { HistoryRecord } from './observation-query.sql.js';
import { stateAt, lookBackFrom } from './observation-query.service.js';
import { withValidity } from './carry-forward.js';

const AT_MS = Date.UTC(2024, 4, 1, 12);
const ago = (minutes: number) => new Date(AT_MS - minutes * 60_000);
const LIMITS = { liveMs: 15 * 60_000, archiveMs: 360 * 60_000, parkNoDataMs: 60 * 60_000 };

const row = (overrides: Partial<HistoryRecord> = {}): HistoryRecord => ({
  rideId: 1,
  recordedAt: ago(600),
  status: 'CLOSED',
  waitMinutes: null,
  lastConfirmedAt: ago(-60),
  dataSource: 'LIVE',
  ...overrides,
});

describe('the observation in force at an instant', () => {
  it('is the span that covers it, however long ago that began', () => {
    expect(stateAt(AT_MS, [row()], LIMITS)).toEqual(row());
  });

  it('is missing if the last one is older than the carry-forward limit of its source', () => {
    const archived = { dataSource: 'ARCHIVE', lastConfirmedAt: null } as const;
    expect(stateAt(AT_MS, [row({ lastConfirmedAt: ago(16) })], LIMITS)).toBeNull();
    expect(stateAt(AT_MS, [row({ lastConfirmedAt: ago(15) })], LIMITS)).not.toBeNull();
    expect(stateAt(AT_MS, [row({ ...archived, recordedAt: ago(361) })], LIMITS)).toBeNull();
    expect(stateAt(AT_MS, [row({ ...archived, recordedAt: ago(360) })], LIMITS)).not.toBeNull();
    expect(stateAt(AT_MS, [], LIMITS)).toBeNull();
  });

  it('is, among linked rides, the last confirmed, and among those the last begun', () => {
    const early = row({ rideId: 2, lastConfirmedAt: ago(5) });
    const late = row({ rideId: 3, recordedAt: ago(30), lastConfirmedAt: ago(-5) });
    expect(stateAt(AT_MS, [early, row(), late], LIMITS)).toBe(late);
  });

  it('is searched 400 days back, and not before 1970', () => {
    expect(lookBackFrom(AT_MS)).toEqual({ fromMs: AT_MS - 400 * 86_400_000, toMs: AT_MS });
    expect(lookBackFrom(1000)).toEqual({ fromMs: 0, toMs: 1000 });
    expect(lookBackFrom(-5)).toBeNull();
  });
});

describe('the validity of observations', () => {
  const archived = (minutes: number) => row({ recordedAt: ago(minutes), dataSource: 'ARCHIVE', lastConfirmedAt: null });
  const valid = (
    rows: readonly HistoryRecord[],
    nextMs = Infinity,
    noData: readonly (readonly [from: number, until: number])[] = [],
    limits = LIMITS,
  ) => {
    const intervals = noData.map(([from, until]) => ({ fromMs: ago(from).getTime(), untilMs: ago(until).getTime() }));
    return withValidity(rows, nextMs, limits, AT_MS, intervals).map(({ validUntil }) => validUntil);
  };

  it('ends with the next observation, or when its source is not carried forward any more', () => {
    expect(valid([archived(1000), archived(900), archived(500)])).toEqual([ago(900), ago(540), ago(140)]);
    expect(valid([archived(500)], ago(400).getTime())).toEqual([ago(400)]);
    expect(valid([row({ recordedAt: ago(200), lastConfirmedAt: ago(100) })])).toEqual([ago(85)]);
  });

  it('ends 15 minutes after the log of the History API, like one that polls confirmed', () => {
    const logged = row({ recordedAt: ago(600), lastConfirmedAt: ago(100), dataSource: 'HISTORY_API' });
    expect(valid([logged])).toEqual([ago(85)]);
    expect(valid([{ ...logged, lastConfirmedAt: null }])).toEqual([ago(585)]);
    expect(stateAt(AT_MS, [{ ...logged, lastConfirmedAt: ago(16) }], LIMITS)).toBeNull();
  });

  it('of an archive row that replaced a polled one ends at the later of both limits', () => {
    const replaced = (at: number, confirmed: number) =>
      row({ recordedAt: ago(at), lastConfirmedAt: ago(confirmed), dataSource: 'ARCHIVE' });
    expect(valid([replaced(500, 300)])).toEqual([ago(140)]);
    expect(valid([replaced(900, 300)])).toEqual([ago(285)]);
  });

  it('ends with the data of the park', () => {
    const rows = [archived(1000), archived(900), archived(500)];
    const night = [[940, 900], [700, 600], [420, 200]] as const; // prettier-ignore
    expect(valid(rows, Infinity, night)).toEqual([ago(940), ago(700), ago(420)]);
    expect(valid(rows, ago(450).getTime(), night)).toEqual([ago(940), ago(700), ago(450)]);
    // divided at midnight
    expect(valid([archived(500)], Infinity, [[420, 300], [300, 200]])).toEqual([ago(420)]); // prettier-ignore
  });

  it('of a polled row ends with the data of the park only if its limit is longer', () => {
    const polled = row({ recordedAt: ago(600), lastConfirmedAt: ago(500) });
    expect(valid([polled], Infinity, [[440, 200]])).toEqual([ago(485)]);
    expect(valid([polled], Infinity, [[440, 200]], { ...LIMITS, liveMs: 90 * 60_000 })).toEqual([ago(440)]);
  });

  it('of a row that lies in a time without data lasts as long as the park would have data by it', () => {
    expect(valid([archived(500)], Infinity, [[600, 200]])).toEqual([ago(440)]);
    expect(valid([archived(500)], Infinity, [[600, 460], [300, 200]])).toEqual([ago(300)]); // prettier-ignore
  });

  it('is open while the observation is still valid', () => {
    expect(valid([archived(359), archived(10)])).toEqual([ago(10), null]);
  });
});
