import { parquetReadObjects } from 'hyparquet';
import { parse } from 'csv-parse/sync';
import { TABLE_DATASETS } from '../../src/modules/export/tables/table-datasets.js';
import { AnalystWarehouse } from './support/analyst-warehouse.js';

type Row = Record<string, unknown>;
let warehouse: AnalystWarehouse;

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('export_tables');
  await warehouse.query(
    `INSERT INTO entity_metadata (ride_id, indoor_outdoor, classification_source, height_min_cm, tags, external_id)
     VALUES (1, 'INDOOR', 'MANUAL', 120, '[{"tag": "x, y"}]', '=80010')`,
  );
  await warehouse.query(
    `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
     VALUES (1, '2024-07-01', 'OPERATING', '2024-07-01 08:00:00', '2024-07-01 20:00:00', '2024-06-01', '2024-07-02')`,
  );
});
afterAll(() => warehouse.close());

const linesOf = async (path: string): Promise<Row[]> =>
  (await warehouse.download(`/api/export/${path}`))
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);
const refusal = async (path: string) => {
  const { status, body } = await warehouse.api.get<{ error: { code: string } }>(
    `/api/export/${path}`,
    '/api/export/{dataset}',
  );
  return [status, body.error.code];
};

describe('the export of statistics, catalogue, schedules and metadata', () => {
  it.each(TABLE_DATASETS.map(({ name }) => name))('has the same rows in every format: %s', async (name) => {
    const lines = await linesOf(name);
    const csv = parse(await warehouse.download(`/api/export/${name}?format=csv`), {
      columns: true,
    }) as unknown as Row[];
    const text = (value: unknown): string =>
      value === null ? '' : typeof value === 'string' ? value.replace(/^=/, "'=") : JSON.stringify(value);
    const compact = (value: string) => value.replaceAll(/(?<=[,:]) (?=["[{\d])/g, '');
    const asText = lines.map((line) =>
      Object.fromEntries(Object.entries(line).map(([key, one]) => [key, compact(text(one))])),
    );
    expect(
      csv.map((row) => Object.fromEntries(Object.entries(row).map(([key, one]) => [key, compact(one as string)]))),
    ).toEqual(asText);
    const bytes = new Uint8Array(await warehouse.download(`/api/export/${name}?format=parquet`));
    const rows = await parquetReadObjects({ file: bytes.buffer });
    expect(rows).toHaveLength(lines.length);
    expect(rows.map((row) => row.parkId as unknown)).toEqual(lines.map((line) => line.parkId));
  });

  it('has the hours of a ride with their values, as the API has them', async () => {
    const rows = await linesOf('ride-hours?rideId=1&from=2024-07-01&to=2024-07-02');
    const path = '/api/rides/1/history?interval=hour&from=2024-06-30T22:00:00Z&to=2024-07-02T22:00:00Z';
    const { body } = await warehouse.api.get<{ data: Row[] }>(path, '/api/rides/{rideId}/history');
    expect(rows.length).toBeGreaterThan(20);
    const posted = rows.filter(({ waitKnownMs }) => Number(waitKnownMs) > 0);
    const average = ({ waitMinutesMs, waitKnownMs }: Row) =>
      Math.round((Number(waitMinutesMs) / Number(waitKnownMs)) * 100) / 100;
    const theirs = body.data
      .map((point) => (point.metrics as Row | undefined)?.averageWaitMinutes ?? point.averageWaitMinutes ?? null)
      .filter((value) => value !== null);
    expect(posted.map(average)).toEqual(theirs);
    expect(rows[0]).toMatchObject({ rideId: 1, rideName: 'Ride 1', parkId: 1, localDate: '2024-07-01' });
  });

  it('sums the days of a park to months, and the months of rides are those stored', async () => {
    const days = await linesOf('park-days?parkId=1&from=2024-07-01&to=2024-07-31');
    const [month, ...others] = await linesOf('park-months?parkId=1&from=2024-07-01&to=2024-07-31');
    expect(others).toEqual([]);
    expect(month).toMatchObject({ parkId: 1, parkName: 'Park 1', firstDate: '2024-07-01', days: days.length });
    for (const name of ['operatingMs', 'waitKnownMs', 'waitMinutesMs', 'scheduledDownMs', 'statusChanges']) {
      expect([name, month![name]]).toEqual([name, days.reduce((sum, day) => sum + Number(day[name]), 0)]);
    }
    expect(month!.maxWaitMinutes).toBe(Math.max(...days.map((day) => Number(day.maxWaitMinutes ?? 0))));
    const ofRides = await linesOf('ride-months?parkId=1&from=2024-07-01&to=2024-07-31');
    expect(ofRides.map(({ rideId, firstDate }) => [rideId, firstDate])).toEqual(
      [1, 2, 3].map((id) => [id, '2024-07-01']),
    );
  });

  it('includes a month if its first day is in the period', async () => {
    const months = async (query: string) =>
      (await linesOf(`park-months?parkId=1&${query}`)).map((row) => row.firstDate);
    expect(await months('from=2024-06-02&to=2024-07-01')).toEqual(['2024-07-01']);
    expect(await months('from=2024-06-01&to=2024-06-30')).toEqual(['2024-06-01']);
  });

  it('has linked rides with the ride that they count as, and every external id', async () => {
    const rides = await linesOf('rides?parkId=1');
    expect(rides.map(({ rideId, canonicalRideId }) => [rideId, canonicalRideId])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [6, 1],
    ]);
    const ids = await linesOf('external-ids?parkId=1');
    expect(ids).toContainEqual({
      entityKind: 'RIDE',
      entityId: 1,
      parkId: 1,
      source: 'OPERATOR',
      externalId: '=80010',
    });
    expect(ids.filter(({ entityKind }) => entityKind === 'RIDE')).toHaveLength(5);
  });

  it('has metadata with what it is based on, and schedules with when they were published', async () => {
    expect(await linesOf('metadata')).toMatchObject([
      {
        rideId: 1,
        rideName: 'Ride 1',
        indoorOutdoor: 'INDOOR',
        classificationSource: 'MANUAL',
        heightMinCm: 120,
        tags: [{ tag: 'x, y' }],
      },
    ]);
    expect(await linesOf('schedules?parkId=1')).toMatchObject([
      {
        parkName: 'Park 1',
        localDate: '2024-07-01',
        opensAt: '2024-07-01T08:00:00.000Z',
        reportedFrom: '2024-06-01T00:00:00.000Z',
      },
    ]);
  });

  it('has no rows of a period in the future, and of a linked ride those of the ride that it counts as', async () => {
    expect(await linesOf('ride-days?from=2031-01-01&to=2031-12-31')).toEqual([]);
    const own = await linesOf('ride-days?rideId=1');
    expect(own.length).toBeGreaterThan(80);
    expect(await linesOf('ride-days?rideId=6')).toEqual(own);
  });

  it.each([
    ['an unknown dataset', 'ride-weeks', 400, 'VALIDATION_FAILED'],
    ['a park and a ride', 'ride-days?parkId=1&rideId=1', 400, 'VALIDATION_FAILED'],
    ['a ride of a dataset of parks', 'park-days?rideId=1', 400, 'VALIDATION_FAILED'],
    ['a park of destinations', 'destinations?parkId=1', 400, 'VALIDATION_FAILED'],
    ['a period of the catalogue', 'rides?from=2024-01-01', 400, 'VALIDATION_FAILED'],
    ['an instant instead of a date', 'ride-days?from=2024-01-01T00:00:00Z', 400, 'VALIDATION_FAILED'],
    ['a reversed period', 'ride-days?from=2024-07-02&to=2024-07-01', 400, 'DATE_OUT_OF_RANGE'],
    ['an unknown park', 'park-days?parkId=99', 404, 'PARK_NOT_FOUND'],
    ['an unknown ride', 'ride-days?rideId=99', 404, 'RIDE_NOT_FOUND'],
    ['an unknown format', 'ride-days?format=xlsx', 400, 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_, path, status, code) => {
    expect(await refusal(path)).toEqual([status, code]);
  });
});
