import {
  type Choice,
  curlLine,
  DATASETS,
  daysOfMonth,
  duckDbLine,
  exportPath,
  fileName,
  monthOf,
} from './explore-data.js';

const TODAY = '2026-11-29';

const july: Choice = {
  ...{ dataset: 'raw', target: { parkId: 7 }, period: { from: '2026-07-01', to: '2026-07-31' } },
  ...{ from: '2026-06-30T22:00:00.000Z', to: '2026-07-31T22:00:00.000Z' },
};
const ofRide = { target: { parkId: 7, rideId: 4 } };

describe('what the explorer offers', () => {
  it('is a file of the observations of a park or ride, between instants', () => {
    expect(exportPath(july, 'parquet')).toBe(
      '/api/export/snapshots?parkId=7&from=2026-06-30T22:00:00.000Z&to=2026-07-31T22:00:00.000Z&format=parquet',
    );
    expect(exportPath({ ...july, ...ofRide, dataset: 'queues' }, 'csv')).toContain('/api/export/queues?rideId=4&');
  });

  it('is a file of statistics, between local days of the park', () => {
    expect(exportPath({ ...july, ...ofRide, dataset: 'hours' }, 'csv')).toBe(
      '/api/export/ride-hours?rideId=4&from=2026-07-01&to=2026-07-31&format=csv',
    );
    expect(exportPath({ ...july, dataset: 'parkDays' }, 'ndjson')).toContain(
      '/api/export/park-days?parkId=7&from=2026',
    );
  });

  it('is of the whole park where there is nothing of a single ride, and of all time where rows have no dates', () => {
    expect(exportPath({ ...july, ...ofRide, dataset: 'schedules' }, 'csv')).toContain('schedules?parkId=7&from=');
    expect(exportPath({ ...july, ...ofRide, dataset: 'metadata' }, 'csv')).toBe(
      '/api/export/metadata?parkId=7&format=csv',
    );
  });

  it('comes with commands that can be pasted', () => {
    const file = fileName(july, 'parquet');
    expect(file).toMatch(/^snapshots-park-7-2026\d{4}T\d{6}Z-2026\d{4}T\d{6}Z\.parquet$/);
    expect(fileName({ ...july, ...ofRide, dataset: 'rides' }, 'csv')).toBe('rides-park-7.csv');
    expect(fileName({ ...july, dataset: 'parkDays' }, 'csv')).toBe(
      'park-days-park-7-from-2026-07-01-to-2026-07-31.csv',
    );
    expect(curlLine('http://127.0.0.1:3000', '/api/x?a=1&b=2', file)).toBe(
      `curl -o ${file} 'http://127.0.0.1:3000/api/x?a=1&b=2'`,
    );
    expect(duckDbLine(file, 'raw', 'Europe/Paris')).toContain("AT TIME ZONE 'Europe/Paris'");
    expect(duckDbLine(file, 'raw', "it's")).toContain("'it''s'");
    expect(DATASETS.map((dataset) => duckDbLine(file, dataset, null)).every((line) => line.includes(file))).toBe(true);
  });

  it('is chosen by whole months too', () => {
    expect(daysOfMonth('2024-02', TODAY)).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(daysOfMonth('2025-12', TODAY)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(monthOf(july.period, TODAY)).toBe('2026-07');
    expect(monthOf({ from: '2026-07-01', to: '2026-08-31' }, TODAY)).toBe('');
  });

  it('end today if their month has not ended', () => {
    const begun = { from: '2026-11-01', to: TODAY };
    expect(daysOfMonth('2026-11', TODAY)).toEqual(begun);
    expect(monthOf(begun, TODAY)).toBe('2026-11');
  });
});
