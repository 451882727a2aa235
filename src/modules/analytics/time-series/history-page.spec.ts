import { historySql } from '../../snapshots/observation-query.sql.js';
import { DateRangeError } from '../../../common/time/date-range.js';
import { historyWindow } from './history-page.js';

const NOW = new Date('2024-06-10T00:00:00Z');
const text = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
  [fromMs, toMs].map((instantMs) => new Date(instantMs).toISOString().slice(0, 10));

describe('the time range of a history', () => {
  it('defaults to the last seven days', () => {
    expect(text(historyWindow({}, NOW))).toEqual(['2024-06-03', '2024-06-10']);
    expect(text(historyWindow({ to: '2024-03-08T00:00:00Z' }, NOW))).toEqual(['2024-03-01', '2024-03-08']);
    expect(text(historyWindow({ from: '2024-05-01T00:00:00Z' }, NOW))).toEqual(['2024-05-01', '2024-06-10']);
  });

  it('is at most 400 days long', () => {
    const to = '2024-02-05T00:00:00Z';
    expect(text(historyWindow({ from: '2023-01-01T00:00:00Z', to }, NOW))).toEqual(['2023-01-01', '2024-02-05']);
    expect(() => historyWindow({ from: '2022-12-31T23:59:59.999Z', to }, NOW)).toThrow(DateRangeError);
  });

  it('is rejected, not shortened, if only its start is given and too long ago', () => {
    const asked = { from: '2018-10-01T00:00:00Z' };
    expect(() => historyWindow(asked, NOW)).toThrow('at most 400 days; without to, the period ends now');
    expect(text(historyWindow(asked, NOW, 3700))).toEqual(['2018-10-01', '2024-06-10']);
  });

  it('must not be empty or reversed', () => {
    const day = '2024-03-01T00:00:00Z';
    expect(() => historyWindow({ from: day, to: day }, NOW)).toThrow('is not before to');
    expect(() => historyWindow({ from: '2025-01-01T00:00:00Z' }, NOW)).toThrow(DateRangeError);
  });
});

describe('the statement of a history', () => {
  it('has its bounds as literals without T and Z, and begins where the previous page ended', () => {
    const window = { rideIds: [7, 9], fromMs: Date.UTC(2024, 0), toMs: Date.UTC(2024, 5) };
    const sql = historySql(window, { recordedAtMs: Date.UTC(2024, 3, 15, 1, 2, 3, 4), rideId: 7 }, 11);
    expect(sql).toContain("recorded_at >= '2024-04-15 01:02:03.004' AND recorded_at < '2024-06-01 00:00:00.000'");
    expect(sql).toContain("(recorded_at > '2024-04-15 01:02:03.004' OR ride_id > 7)");
    expect(sql).toContain('LIMIT 11');
  });
});
