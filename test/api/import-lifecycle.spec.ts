import type { ArchiveDestinationList, ImportQualityReport } from '../../src/modules/import/import-report.dto.js';
import type { FileManifest } from '../../src/tools/archive-generator/manifest.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type ImportJson, type Json } from './support/api-app.js';
import { serveArchive, type ServedArchive } from './support/served-archive.js';

interface Problem {
  error: { code: string; details: Record<string, unknown> };
}
interface List<T> {
  data: T[];
  page: { limit: number; offset: number; total: number };
}

const UNKNOWN_IMPORT = 'imp_0000000000';
const UNKNOWN_UUID = '00000000-0000-4000-8000-000000000000';
const RANGE = { startDate: '2024-03-01', endDate: '2024-03-06' };

let database: TestDatabase;
let archive: ServedArchive;
let api: ApiApp;
let destinationId: string;
let completed: ImportJson;

const sum = (files: readonly FileManifest[], of: (file: FileManifest) => number): number =>
  files.reduce((total, file) => total + of(file), 0);
const rejectedOf = ({ rejected }: FileManifest): number => Object.values(rejected).reduce((a, b) => a + b, 0);

beforeAll(async () => {
  database = await createTestDatabase('api_import');
  archive = await serveArchive({
    seed: 7,
    destinations: 1,
    days: 6,
    rides: 6,
    start: RANGE.startDate,
    defects: ['missing-day', 'truncated-file', 'text-wait', 'missing-event-time', 'unknown-status', 'duplicate-event'],
  });
  destinationId = archive.manifest.destinations[0]!.id;
  api = await ApiApp.start({ connection: database.connectionOptions, settings: archive.settings });
});
afterAll(async () => {
  await api.close();
  await archive.close();
  await database.drop();
});

describe('an import over the API', () => {
  it('is started, run by the same process, and completed', async () => {
    const started = await api.startImport({ destinationId: destinationId.toUpperCase(), ...RANGE });
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      status: 'PENDING',
      interrupted: false,
      destination: { themeparksWikiId: destinationId },
      parkId: null,
      range: RANGE,
      options: { source: 'ARCHIVE', onConflict: 'archive', replaceLive: false, origin: 'api', purpose: null },
      progress: { filesDone: 0, filesTotal: null, percent: null, currentDate: null },
      performance: { eventsPerSecond: null, etaSeconds: null },
    });
    completed = await api.untilStatus(started.body.importId, 'COMPLETED');
  });

  it('reports exactly the contents of the archive in its status', () => {
    const { files } = archive.manifest;
    const present = files.filter(({ sha256 }) => sha256 !== null);
    expect(completed.progress).toEqual({
      filesDone: present.length,
      filesTotal: present.length,
      percent: 100,
      read: sum(files, ({ events }) => events),
      stored: sum(files, ({ observations }) => observations),
      duplicate: sum(files, ({ exactDuplicates, sameInstantConflicts }) => exactDuplicates + sameInstantConflicts),
      rejected: sum(files, rejectedOf),
      queueRowsStored: sum(files, ({ queueRows }) => Object.values(queueRows).reduce((a, b) => a + b, 0)),
      liveRowsRemoved: 0,
      currentDate: present.at(-1)!.utcDay,
    });
    expect(completed.performance.eventsPerSecond).toBeGreaterThan(0);
    expect(completed.performance.etaSeconds).toBeNull();
    expect(completed.timestamps.finishedAt).not.toBeNull();
  });

  it('lists unreadable files in its status', () => {
    const broken = archive.manifest.files.find(({ fileDefect }) => fileDefect === 'truncated-file')!;
    expect(completed.errors).toEqual({
      count: 1,
      latest: [{ file: broken.key, reason: 'TRUNCATED', detail: expect.stringContaining('middle') as string }],
    });
  });

  it('has a quality report with consistent counts, and samples with their location', async () => {
    const route = '/api/admin/import/quality/{importId}';
    const response = await api.get<Json<ImportQualityReport>>(`/api/admin/import/quality/${completed.importId}`, route);
    const { records, gaps, issues, fileDefects, mappings } = response.body;
    const { files } = archive.manifest;
    expect(records).toEqual({
      total: completed.progress.read,
      valid: completed.progress.read - completed.progress.rejected,
      invalid: sum(files, rejectedOf),
      duplicate: 1,
      unmapped: 0,
    });
    const missing = files.find(({ fileDefect }) => fileDefect === 'missing-day')!;
    expect(gaps).toEqual([{ firstDay: missing.utcDay, lastDay: missing.utcDay, days: 1 }]);
    expect(fileDefects.map(({ reason }) => reason)).toEqual(['TRUNCATED']);
    const withText = files.find(({ defects }) => defects.some(({ defect }) => defect === 'text-wait'))!;
    const invalid = issues.find(({ type }) => type === 'INVALID')!;
    expect(invalid.reasons.find(({ reason }) => reason === 'INVALID_WAIT_TIME')).toEqual({
      reason: 'INVALID_WAIT_TIME',
      rejected: false,
      count: 1,
      files: 1,
      samples: [
        {
          file: withText.key,
          index: withText.defects.find(({ defect }) => defect === 'text-wait')!.eventIndex,
          field: 'data.queue.STANDBY.waitTime',
          value: '"abc"',
        },
      ],
    });
    expect(issues.map(({ type, count }) => [type, count])).toEqual([
      ['INVALID', 2],
      ['MISSING_FIELD', 1],
    ]);
    expect(mappings.reduce((count, mapping) => count + mapping.count, 0)).toBe(6);
  });

  it('counts events of rides without a known park as unmapped', async () => {
    const [ride] = await api.query<{ rideId: number; parkId: number; rows: number }>(
      `SELECT r.ride_id AS rideId, r.park_id AS parkId, COUNT(*) AS \`rows\` FROM rides r
         JOIN ride_status_snapshots s ON s.ride_id = r.ride_id GROUP BY r.ride_id, r.park_id LIMIT 1`,
    );
    await api.query(`INSERT INTO parks (destination_id, name) VALUES (?, 'Park not known')`, [
      completed.destination.id,
    ]);
    const move = (parkSql: string) =>
      api.query(`UPDATE rides SET park_id = ${parkSql} WHERE ride_id = ${ride!.rideId}`);
    await move('(SELECT park_id FROM parks WHERE themeparks_wiki_id IS NULL)');
    const { body } = await api.get<Json<ImportQualityReport>>(
      `/api/admin/import/quality/${completed.importId}`,
      '/api/admin/import/quality/{importId}',
    );
    await move(String(ride!.parkId));
    expect(body.records.unmapped).toBe(ride!.rows);
  });

  it('can be limited to a park by its internal id, and then finds only duplicates', async () => {
    const [park] = await api.query<{ parkId: number }>(
      'SELECT park_id AS parkId FROM parks WHERE themeparks_wiki_id IS NOT NULL ORDER BY park_id LIMIT 1',
    );
    const { body } = await api.startImport({ parkId: park!.parkId, onConflict: 'live' });
    const { parkId, range, options, progress } = await api.untilStatus(body.importId, 'COMPLETED');
    expect({ parkId, range, options }).toEqual({
      parkId: park!.parkId,
      range: { startDate: null, endDate: null, requestedEndDate: null },
      options: {
        ...{ source: 'ARCHIVE', onConflict: 'live', replaceLive: false, reread: false, origin: 'api', purpose: null },
      },
    });
    expect(progress.stored).toBe(0);
    expect(progress.read).toBe(progress.duplicate + progress.rejected);
  });

  it('is started for all destinations at once, and returns a list', async () => {
    const { status, body } = await api.send<{ data: ImportJson[] }>('post', '/api/admin/import/start', {
      body: { allParks: true },
    });
    expect([status, body.data.map(({ destination }) => destination.themeparksWikiId)]).toEqual([201, [destinationId]]);
    await api.untilStatus(body.data[0]!.importId, 'COMPLETED');
  });
});

describe('the list of imports', () => {
  const list = async (query: string) => (await api.get<List<ImportJson>>(`/api/admin/import/list${query}`)).body;

  it('is paged, newest first', async () => {
    const all = await list('');
    expect(all.page).toEqual({ limit: 50, offset: 0, total: 3 });
    const created = all.data.map(({ timestamps }) => timestamps.createdAt);
    expect(created).toEqual([...created].sort().reverse());
    const second = await list('?limit=1&offset=1');
    expect(second.data.map(({ importId }) => importId)).toEqual([all.data[1]!.importId]);
  });

  it('is filtered by status, park and destination', async () => {
    const parkId = (await list('')).data.find((view) => view.parkId !== null)!.parkId!;
    expect((await list('?status=COMPLETED')).page.total).toBe(3);
    expect((await list('?status=FAILED')).data).toEqual([]);
    expect((await list(`?parkId=${parkId}`)).page.total).toBe(1);
    expect((await list(`?destinationId=${destinationId.toUpperCase()}`)).page.total).toBe(3);
    expect((await list(`?destinationId=${UNKNOWN_UUID}`)).page.total).toBe(0);
  });
});

describe('the destinations of the archive', () => {
  it('have their extent and their last import', async () => {
    const { body } = await api.get<Json<ArchiveDestinationList>>('/api/admin/import/destinations');
    const present = archive.manifest.files.filter(({ sha256 }) => sha256 !== null);
    expect(body.data).toEqual([
      {
        destinationId,
        name: completed.destination.name,
        firstDay: present[0]!.utcDay,
        lastDay: present.at(-1)!.utcDay,
        files: present.length,
        bytes: archive.manifest.totals.bytes,
        lastImport: expect.objectContaining({ status: 'COMPLETED' }) as unknown,
        parks: ['Cypresskingdom', 'Evergladesafari', 'Studiolagoon'].map((name) => ({
          parkId: expect.any(Number) as unknown,
          name,
        })),
      },
    ]);
  });

  it('are cached for a few minutes', async () => {
    const { body: first } = await api.get<Json<ArchiveDestinationList>>('/api/admin/import/destinations');
    const requests = archive.proxy.stats.requests;
    const { body: again } = await api.get<Json<ArchiveDestinationList>>('/api/admin/import/destinations');
    expect(again.listedAt).toBe(first.listedAt);
    expect(archive.proxy.stats.requests).toBe(requests);
  });
});

describe('an invalid request of imports', () => {
  const start = async (body: object) => {
    const response = await api.send<Problem>('post', '/api/admin/import/start', { body });
    return [response.status, response.body.error.code, Object.keys(response.body.error.details)];
  };

  it.each([
    ['nothing to import', {}, ['destinationId', 'parkId', 'allParks']],
    ['two things to import', { destinationId: UNKNOWN_UUID, allParks: true }, ['destinationId', 'allParks']],
    ['allParks that is not true', { allParks: false }, ['allParks']],
    ['a destination that is no UUID', { destinationId: 'x' }, ['destinationId']],
    ['a park that is no id', { parkId: 0 }, ['parkId']],
    ['a day that does not exist', { parkId: 1, startDate: '2024-02-30' }, ['startDate']],
    ['an unknown conflict rule', { parkId: 1, onConflict: 'both' }, ['onConflict']],
    ['replaceLive that is no boolean', { parkId: 1, replaceLive: 'yes' }, ['replaceLive']],
    ['live rows to keep and to remove', { parkId: 1, onConflict: 'live', replaceLive: true }, ['replaceLive']],
    ['a field that nobody knows', { parkId: 1, force: true }, ['force']],
  ])('is rejected with the fields: %s', async (_, body, fields) => {
    expect(await start(body)).toEqual([400, 'VALIDATION_FAILED', fields]);
  });

  it('is rejected for a range that ends before it begins', async () => {
    const body = { destinationId, startDate: '2024-03-02', endDate: '2024-03-01' };
    expect((await start(body)).slice(0, 2)).toEqual([400, 'DATE_OUT_OF_RANGE']);
  });

  it('is 404 for a destination that is not in the archive, and for an unknown park', async () => {
    expect((await start({ destinationId: UNKNOWN_UUID })).slice(0, 2)).toEqual([404, 'DESTINATION_NOT_FOUND']);
    expect((await start({ parkId: 4_000_000_000 })).slice(0, 2)).toEqual([404, 'PARK_NOT_FOUND']);
  });

  it.each([
    ['get', 'status'],
    ['get', 'quality'],
    ['post', 'pause'],
    ['post', 'resume'],
    ['delete', 'cancel'],
  ] as const)('is 404 for %s %s of an unknown import, and 400 for an invalid id', async (method, what) => {
    const ask = async (importId: string) => {
      const route = `/api/admin/import/${what}/{importId}`;
      const { status, body } = await api.send<Problem>(method, `/api/admin/import/${what}/${importId}`, { route });
      return [status, body.error.code];
    };
    expect(await ask(UNKNOWN_IMPORT)).toEqual([404, 'IMPORT_NOT_FOUND']);
    expect(await ask('1;drop')).toEqual([400, 'VALIDATION_FAILED']);
  });

  it.each(['pause', 'resume', 'cancel'] as const)('is rejected to %s a completed import', async (what) => {
    const { status, body } = await api.change(what, completed.importId);
    expect([status, (body as unknown as Problem).error]).toEqual([
      409,
      expect.objectContaining({
        code: 'IMPORT_STATE_CONFLICT',
        details: { importId: completed.importId, status: 'COMPLETED', move: what },
      }),
    ]);
  });

  it.each(['?status=DONE', '?parkId=x', '?destinationId=1', '?limit=0', '?order=asc'])(
    'is rejected for a list with %s',
    async (query) => {
      expect((await api.get(`/api/admin/import/list${query}`)).status).toBe(400);
    },
  );

  it('is 503 for an unavailable archive, which is requested again afterwards', async () => {
    archive.proxy.setPlan(() => ({ kind: 'status', status: 403, code: 'AccessDenied' }));
    const response = await api.send<Problem>('post', '/api/admin/import/start', { body: { destinationId } });
    archive.proxy.setPlan(() => null);
    expect([response.status, response.body.error.code]).toEqual([503, 'ARCHIVE_UNAVAILABLE']);
  });
});
