import { curlLine, duckDbLine, exportPath, fileName, previewPath } from './explore-data.js';

const period = { from: '2026-07-01', to: '2026-07-31' };
const july = { from: '2026-06-30T22:00:00.000Z', to: '2026-07-31T22:00:00.000Z' };

describe('what the explorer offers', () => {
  it('is a file of the observations of a park or ride', () => {
    const path = exportPath({ dataset: 'raw', target: { parkId: 7 }, ...july }, 'parquet');
    expect(path).toBe(
      '/api/export/snapshots?parkId=7&from=2026-06-30T22:00:00.000Z&to=2026-07-31T22:00:00.000Z&format=parquet',
    );
    expect(exportPath({ dataset: 'queues', target: { rideId: 4 }, ...july }, 'csv')).toContain(
      '/api/export/queues?rideId=4&',
    );
  });

  it('is no file of statistics, but pages of JSON of a ride', () => {
    expect(exportPath({ dataset: 'hours', target: { rideId: 4 }, ...july }, 'csv')).toBeNull();
    expect(previewPath({ dataset: 'hours', target: { rideId: 4 }, ...july }, 20)).toContain('limit=20&interval=hour');
    expect(previewPath({ dataset: 'days', target: { parkId: 7 }, ...july }, 20)).toBeNull();
  });

  it('comes with commands that can be pasted', () => {
    const file = fileName({ dataset: 'raw', target: { parkId: 7 }, ...july }, period, 'parquet');
    expect(file).toBe('park-7-raw-2026-07-01-2026-07-31.parquet');
    expect(curlLine('http://127.0.0.1:3000', '/api/x?a=1&b=2', file)).toBe(
      `curl -o ${file} 'http://127.0.0.1:3000/api/x?a=1&b=2'`,
    );
    expect(duckDbLine(file, 'raw', 'Europe/Paris')).toContain("AT TIME ZONE 'Europe/Paris'");
    expect(duckDbLine(file, 'raw', "it's")).toContain("'it''s'");
  });
});
