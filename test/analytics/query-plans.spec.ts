import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { monthsBetween } from '../../src/common/time/months.js';
import { partitionName } from '../../src/modules/snapshots/partitions/partition-plan.js';
import { ObservationWriter } from '../../src/modules/snapshots/writing/observation-writer.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import { ApiApp } from '../api/support/api-app.js';
import { LiveRows } from '../support/live-rows.js';
import { recordQueries, type SentQuery } from '../support/query-hook.js';
import { namesObservations } from '../support/recorded-range.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOW = new Date('2024-07-10T12:00:00Z');
const FIRST_MONTH = '2024-01';
const MONTHS = monthsBetween(FIRST_MONTH, '2024-07');
const partitions = (first: string, last = first): string[] => monthsBetween(first, last).map(partitionName);

let database: TestDatabase;
let api: ApiApp;

/** Sends a request as a client does, and reads the answer to its end. */
async function read(path: string): Promise<void> {
  const { port } = (api.app.getHttpServer() as { address(): unknown }).address() as AddressInfo;
  const [response] = (await once(get({ host: '127.0.0.1', port, path }), 'response')) as [IncomingMessage];
  const body = await text(response);
  expect([path, response.statusCode, response.statusCode === 200 ? '' : body]).toEqual([path, 200, '']);
}

/** On MySQL, a second look at each partition that a batch of an export has read: see decision 8. */
const PARTITION_GUARD = /^SELECT EXISTS \(/;

/** The partitions that each statement on observations reads, by the server's own plan of the very statement. */
async function plannedPartitions(queries: readonly SentQuery[]): Promise<string[][]> {
  const plans: string[][] = [];
  const dialect = dialectOf(api.dataSource);
  for (const { sql, values } of queries) {
    if (PARTITION_GUARD.test(sql) || !namesObservations(sql) || !/^\s*\(?(SELECT|UPDATE|DELETE)/i.test(sql)) continue;
    const rows = await api.query<{ partitions: string | null }>(dialect.explain(sql), values);
    const read = rows.map((row) => row.partitions).filter((names) => names !== null);
    plans.push([...new Set(read.flatMap((names) => names.split(',')))]);
  }
  return plans;
}

const plansOf = async (path: string): Promise<string[][]> => plannedPartitions(await recordQueries(() => read(path)));

beforeAll(async () => {
  database = await createTestDatabase('query_plans');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => NOW },
  });
  const rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
  await rows.park(1, 1, 'Park');
  await rows.ride(1, 1, 'Ride');
  await rows.ride(2, 1, 'Ride, before');
  await rows.link(2, 1);
  const values = MONTHS.flatMap((month) =>
    [1, 2].flatMap((rideId) => [
      `(${rideId},'${month}-05 10:00:00',1,30,2)`,
      `(${rideId},'${month}-05 11:00:00',3,NULL,2)`,
    ]),
  );
  await api.query(
    `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ${values.join(',')}`,
  );
  for (const month of MONTHS) {
    const at = new Date(`${month}-05T10:00:00Z`);
    await rows.queue(1, 'SINGLE_RIDER', { from: at, until: at, wait_time_minutes: 10 });
  }
  // the collection has just begun: there are no runs of polls in the months before
  await api.query("INSERT INTO collection_runs (run_id, started_at) VALUES (1, '2024-07-10 11:55:00')");
  await api.query(
    `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at)
     VALUES (1, 1, '2024-07-10 11:55:00', '2024-07-10 11:55:00')`,
  );
  await rows.state(1, 'OPERATING', { from: new Date('2024-07-10T11:55:00Z'), until: NOW, wait: 20 });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('query plans of reads of observations', () => {
  it.each([
    [
      'within a month',
      'from=2024-03-05T00:00:00Z&to=2024-03-06T00:00:00Z',
      partitions('2024-03'),
      partitions('2023-01', '2024-03'),
    ],
    [
      'of exactly a month',
      'from=2024-03-01T00:00:00Z&to=2024-04-01T00:00:00Z',
      partitions('2024-03'),
      partitions('2023-01', '2024-02'),
    ],
    [
      'to a millisecond beyond it',
      'from=2024-03-01T00:00:00Z&to=2024-04-01T00:00:00.001Z',
      partitions('2024-03', '2024-04'),
      partitions('2023-01', '2024-02'),
    ],
    [
      'of half a year',
      'from=2024-01-15T00:00:00Z&to=2024-06-15T00:00:00Z',
      partitions('2024-01', '2024-06'),
      partitions('2022-12', '2024-01'),
    ],
    ['of the last seven days', '', partitions('2024-07'), partitions('2023-05', '2024-07')],
  ])('history and queues %s read only the months of their window', async (_, window, expected, before) => {
    // and of the 400 days before it the last row of each ride, which may hold at its beginning
    expect(await plansOf(`/api/rides/1/history?${window}`)).toEqual([expected, before]);
    expect(await plansOf(`/api/rides/1/queues?${window}`)).toEqual([expected]);
  });

  it('the next page of a history reads only the remaining months', async () => {
    const path = '/api/rides/1/history?from=2024-01-01T00:00:00Z&to=2024-08-01T00:00:00Z&limit=17';
    const { body } = await api.get<{ page: { nextCursor: string } }>(path, '/api/rides/{rideId}/history');
    expect(await plansOf(`/api/rides/1/history?limit=17&cursor=${body.page.nextCursor}`)).toEqual([
      partitions('2024-05', '2024-07'),
    ]);
  });

  it('the end of the data of the park is one range of a primary key, whatever the number of rows and rides', async () => {
    const paths = [
      '/api/rides/1/history?from=2024-01-01T00:00:00Z&to=2024-08-01T00:00:00Z',
      '/api/parks/1/history?date=2024-03-05',
    ];
    for (const path of paths) {
      const queries = await recordQueries(() => read(path));
      const reads = queries.filter(({ sql }) => sql.includes('park_no_data_intervals'));
      expect([path, reads.length]).toEqual([path, 1]);
      const [{ sql, values }] = reads as [SentQuery];
      const plan = await api.query<{ key: string; type: string }>(dialectOf(api.dataSource).explain(sql), values);
      expect(plan.map(({ key, type }) => [key, type])).toEqual([['PRIMARY', 'range']]);
    }
  });

  it('a day of a whole park reads only its month, the last rows of the day before, and of rides without one those of 31 days', async () => {
    expect(await plansOf('/api/parks/1/history?date=2024-03-05')).toEqual([
      partitions('2024-03'),
      partitions('2024-03'),
      partitions('2024-02', '2024-03'),
    ]);
  });

  it.each(['ndjson', 'csv', 'parquet'])(
    'an export as %s reads only the months of its window, ride by ride',
    async (format) => {
      const window = `from=2024-02-10T00:00:00Z&to=2024-04-10T00:00:00Z&format=${format}`;
      const expected = partitions('2024-02', '2024-04');
      expect(await plansOf(`/api/export/snapshots?parkId=1&${window}`)).toEqual([expected, expected]);
      expect(await plansOf(`/api/export/queues?rideId=1&${window}`)).toEqual([expected, expected]);
    },
  );

  it('statistics of a day read its month, and the previous month only if the previous 28 days reach into it', async () => {
    const refreshed = async (localDate: string): Promise<string[][]> => {
      const writer = api.app.get(ObservationWriter, { strict: false });
      await api.dataSource.transaction((manager) =>
        writer.invalidateParkDays(manager, [{ parkId: 1, localDate }], 'TEST', NOW.getTime()),
      );
      const aggregator = api.app.get(StatisticsRefreshService, { strict: false });
      const plans = await plannedPartitions(await recordQueries(() => aggregator.refresh()));
      expect(plans.length).toBeGreaterThan(0);
      return [...new Set(plans.map((names) => names.join(',')))].map((names) => names.split(','));
    };
    expect(await refreshed('2024-03-30')).toEqual([partitions('2024-03')]);
    // Rides without an observation on the day may have dropped out of the archive in the 28 days before.
    expect(await refreshed('2024-03-05')).toEqual([partitions('2024-03'), partitions('2024-02', '2024-03')]);
    expect(await refreshed('2024-05-01')).toEqual([partitions('2024-04', '2024-05')]);
  });
});

describe('frequent requests never read observations', () => {
  const SPAN = 'from=2024-03-01&to=2024-06-30';

  it.each([
    '/api/parks/1/live',
    '/api/live/status-summary',
    '/api/destinations',
    '/api/destinations/1',
    '/api/parks',
    '/api/parks/1',
    '/api/parks/1/rides',
    '/api/rides/1',
    '/api/rides/1/metadata-history',
    '/api/rides/nearby?latitude=28.4&longitude=-81.6&radiusMeters=500',
    '/api/search?q=ride',
    '/api/rides/1/history?interval=hour&from=2024-03-01T00:00:00Z&to=2024-03-08T00:00:00Z',
    '/api/rides/1/history?interval=day&from=2024-03-01T00:00:00Z&to=2024-06-01T00:00:00Z',
    `/api/analytics/year-over-year?parkId=1&${SPAN}`,
    `/api/analytics/year-over-year?rideId=1&${SPAN}&align=weekday`,
    `/api/analytics/year-over-year/several?parkIds=1&rideIds=1&${SPAN}`,
    `/api/analytics/rankings/wait-times?scope=parks&period=custom&${SPAN}`,
    '/api/analytics/rankings/wait-times?scope=rides&period=last_30d',
    '/api/analytics/rankings/downtime?scope=rides&period=today',
    `/api/analytics/heatmap?parkId=1&${SPAN}`,
    `/api/analytics/heatmap?rideId=1&${SPAN}&metric=uptime`,
    '/api/analytics/calendar?parkId=1&year=2024',
    '/api/analytics/trends?scope=rides&period=last_30d',
    '/api/analytics/typical-day?rideId=1&weekday=3',
    '/api/analytics/typical-day?parkId=1&date=2024-06-05',
    `/api/rides/1/days?${SPAN}`,
    `/api/parks/1/days?${SPAN}`,
    `/api/rides/1/downtimes?${SPAN}`,
    '/api/parks/1/downtimes',
    '/api/parks/1/today',
    '/api/analytics/averages?rideId=1',
    '/api/parks/1/schedule',
    '/api/parks/1/prices',
    '/api/parks/1/showtimes',
    '/api/parks/1/dining',
    '/api/rides/1/showtimes',
    '/api/rides/1/dining',
    '/api/analytics/rankings?metric=downMinutes&country=FR',
    '/api/analytics/rankings?metric=statusChanges&period=last_30d',
  ])('%s', async (path) => {
    const queries = await recordQueries(() => read(path));
    expect(queries.filter(({ sql }) => namesObservations(sql))).toEqual([]);
    expect(queries.length).toBeGreaterThan(0);
  });

  it('covers every public route except those listed here as reading observations', () => {
    // A route that is new belongs in one of these lists, and in the list of requests above if it may not read observations.
    const READING = [
      '/api/rides/{rideId}/history',
      '/api/rides/{rideId}/queues',
      '/api/export/snapshots',
      '/api/export/queues',
      '/api/parks/{parkId}/history',
    ];
    const OTHERS = [
      ...[
        '/api/parks/{parkId}/live',
        '/api/live/status-summary',
        '/api/destinations',
        '/api/destinations/{destinationId}',
        '/api/parks',
        '/api/parks/{parkId}',
      ],
      ...['/api/parks/{parkId}/rides', '/api/rides/{rideId}', '/api/search', '/api/analytics/year-over-year'],
      ...['/api/rides/nearby', '/api/rides/{rideId}/metadata-history', '/api/analytics/year-over-year/several'],
      ...['/api/analytics/rankings/wait-times', '/api/analytics/rankings/downtime', '/api/analytics/heatmap'],
      ...['/api/analytics/calendar', '/api/analytics/trends', '/api/analytics/typical-day'],
      ...['/api/rides/{rideId}/days', '/api/parks/{parkId}/days'],
      ...['/api/rides/{rideId}/downtimes', '/api/parks/{parkId}/downtimes', '/api/parks/{parkId}/today'],
      ...['/api/analytics/averages', '/api/analytics/rankings'],
      ...['/api/parks/{parkId}/schedule', '/api/parks/{parkId}/prices'],
      ...['/api/parks/{parkId}/showtimes', '/api/parks/{parkId}/dining'],
      ...['/api/rides/{rideId}/showtimes', '/api/rides/{rideId}/dining'],
      // statistics and catalogue; changes that the collection has noted
      ...['/api/export/{dataset}', '/api/live/events'],
    ];
    const paths = Object.keys(api.document.paths).filter((path) => !/^\/api\/(admin|health)|^\/metrics/.test(path));
    expect(paths.sort()).toEqual([...READING, ...OTHERS].sort());
  });
});
