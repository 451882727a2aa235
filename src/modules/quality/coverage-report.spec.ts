import { type CoverageFacts, type ParkDayRow, parkCoverage } from './coverage-report.js';

const HOUR_MS = 3_600_000;
const row = (date: string, overrides: Partial<ParkDayRow> = {}): ParkDayRow => ({
  parkId: 7,
  date,
  scheduledMs: 100 * HOUR_MS,
  scheduledObservedMs: 90 * HOUR_MS,
  ridesTracked: 10,
  snapshots: 500,
  observedMs: 90 * HOUR_MS,
  archiveMs: 90 * HOUR_MS,
  ...overrides,
});
const facts = (overrides: Partial<CoverageFacts> = {}): CoverageFacts => ({
  parkId: 7,
  name: 'Park',
  destinationName: 'Resort',
  rows: [],
  liveDays: new Set(),
  missingArchiveDays: new Set(),
  unreadDays: new Set(),
  scheduledDays: new Set(),
  openDays: new Set(),
  excludedDays: new Set(),
  ...overrides,
});

describe('the coverage of a park', () => {
  it('is the observed share of the opening time, for each day and weighted over all days', () => {
    const rows = [
      row('2024-07-01'),
      row('2024-07-02', { scheduledMs: 300 * HOUR_MS, scheduledObservedMs: 150 * HOUR_MS, ridesTracked: 20 }),
    ];
    const view = parkCoverage(facts({ rows }), '2024-07-01', '2024-07-02');
    expect(view.days.map(({ coverage, scheduledHours }) => [coverage, scheduledHours])).toEqual([
      [0.9, 10],
      [0.5, 15],
    ]);
    expect(view.coverage).toBe(0.6);
    expect(view.missingDays).toEqual([]);
  });

  it('lists the sources with data on a day', () => {
    const sourcesOf = (observedMs: number, archiveMs: number, liveDays: string[] = []) => {
      const given = facts({ rows: [row('2024-07-01', { observedMs, archiveMs })], liveDays: new Set(liveDays) });
      return parkCoverage(given, '2024-07-01', '2024-07-01').days[0]!.sources;
    };
    expect(sourcesOf(2, 1)).toEqual(['LIVE', 'ARCHIVE']);
    expect(sourcesOf(2, 2)).toEqual(['ARCHIVE']);
    expect(sourcesOf(2, 0)).toEqual(['LIVE']);
    expect([sourcesOf(0, 0), sourcesOf(0, 0, ['2024-07-01'])]).toEqual([['ARCHIVE'], ['LIVE']]);
  });

  it('reports a day with an unreadable file as incomplete', () => {
    const given = facts({ rows: [row('2024-07-01')], unreadDays: new Set(['2024-07-01', '2024-07-02']) });
    expect(parkCoverage(given, '2024-07-01', '2024-07-02')).toMatchObject({
      days: [{ date: '2024-07-01', reason: 'INVALID_DATA' }],
      missingDays: [{ date: '2024-07-02', reason: 'INVALID_DATA' }],
    });
  });

  it('lists the days without observations, with the reason if it is known', () => {
    const given = facts({
      rows: [row('2024-07-02'), row('2024-07-03', { snapshots: 0, scheduledObservedMs: 0 })],
      missingArchiveDays: new Set(['2024-07-01']),
      scheduledDays: new Set(['2024-07-03', '2024-07-04']),
      openDays: new Set(['2024-07-04']),
    });
    expect(parkCoverage(given, '2024-07-01', '2024-07-04').missingDays).toEqual([
      { date: '2024-07-01', reason: 'MISSING_ARCHIVE' },
      { date: '2024-07-03', reason: 'CLOSED' },
      { date: '2024-07-04', reason: 'NO_DATA' },
    ]);
  });

  it('is unknown for a park that was never open', () => {
    const view = parkCoverage(
      facts({ rows: [row('2024-07-01', { scheduledMs: 0, scheduledObservedMs: 0 })] }),
      '2024-07-01',
      '2024-07-01',
    );
    expect([view.coverage, view.days[0]!.coverage]).toEqual([null, null]);
  });

  it('reports a day with excluded data of the park, with or without other data', () => {
    const excludedDays = new Set(['2024-07-01', '2024-07-02']);
    const view = parkCoverage(facts({ rows: [row('2024-07-01')], excludedDays }), '2024-07-01', '2024-07-02');
    expect(view.days.map(({ reason }) => reason)).toEqual(['EXCLUDED']);
    expect(view.missingDays).toEqual([{ date: '2024-07-02', reason: 'EXCLUDED' }]);
  });
});
