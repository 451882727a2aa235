import { isJsonObject, type JsonObject } from '../../src/common/reading/field-readers.js';
import { dailyRowOf } from '../../src/modules/history-api/reconciliation/daily-record.js';
import { HistoryDaily } from '../../src/modules/history-api/reconciliation/history-daily.entity.js';
import { ReconciliationRun } from '../../src/modules/history-api/reconciliation/reconciliation-job.js';
import { ReconciliationModule } from '../../src/modules/history-api/reconciliation/reconciliation.module.js';
import { readDailyResponse } from '../../src/modules/history-api/response/daily-reader.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { SettableClock } from '../support/collector-app.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { historyFixture } from '../support/history-fixtures.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const MAGIC_KINGDOM = '75ea578a-adc8-4116-a54d-dccb60765ef9';
const DESTINATION = 'e957da41-3552-4cf6-b636-5babc5cbc4e5';
const DATE = '2026-09-26';

const fixture = (name: string): JsonObject => {
  const body = historyFixture(name);
  if (!isJsonObject(body)) throw new Error(`${name} is no object`);
  return body;
};

/** The response about the park that has this recorded response about one ride. */
function asPark(name: string): object {
  const { id, name: rideName, entityType, coverage, opening, history, days, ...head } = fixture(name);
  const ride = { id, name: rideName, entityType, coverage, opening, history, days };
  return { ...head, id: MAGIC_KINGDOM, name: 'Magic Kingdom Park', entityType: 'PARK', entities: [ride] };
}

describe('the reconciliation of recorded responses', () => {
  let database: TestDatabase;
  let api: HandMadeApi;
  let app: HistoryImportApp;
  let parkId: number;

  beforeEach(async () => {
    database = await createTestDatabase('recorded_reconciliation');
    api = await HandMadeApi.start();
    const clock = new SettableClock(Date.UTC(2026, 8, 30, 12));
    app = await HistoryImportApp.start({
      ...{ connection: database.connectionOptions, simulator: api, key: 'some-key', clock },
      modules: [ReconciliationModule],
    });
    const destinationId = await app.get(EntityRegistry).ensureDestination(DESTINATION);
    await app.query(
      `INSERT INTO parks (destination_id, themeparks_wiki_id, name, timezone, is_active)
       VALUES (?, ?, 'Magic Kingdom Park', 'America/New_York', 1)`,
      [destinationId, MAGIC_KINGDOM],
    );
    const [park] = await app.query<{ parkId: number }>('SELECT park_id AS parkId FROM parks');
    parkId = park!.parkId;
    // As recorded a week before.
    const coverage = fixture('mk_history_coverage');
    const summary = { ...(coverage.summary as object), recordedTo: '2026-09-28', retrievableThrough: '2026-09-30' };
    serve('coverage', { ...coverage, summary });
  });
  afterEach(async () => {
    await app.close();
    await api.close();
    await database.drop();
  });

  const serve = (path: string, body: object) => api.responses.set(`/entity/${MAGIC_KINGDOM}/history/${path}`, body);
  const importDay = async () => {
    api.responses.set(`/entity/${MAGIC_KINGDOM}/history?date=${DATE}`, asPark(`space_mountain_history_${DATE}`));
    serve(`daily?from=${DATE}&to=${DATE}`, asPark(`space_mountain_daily_${DATE}`));
    const { record } = await app.import(parkId, DATE, DATE);
    expect(record).toMatchObject({ status: 'COMPLETED', rejected: 0, filesDone: 1 });
  };
  const publishHours = (opensAt: string, closesAt: string) =>
    app.query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES (?, ?, 'OPERATING', ?, ?, NOW(3), NOW(3))`,
      [parkId, DATE, opensAt, closesAt],
    );
  const reconcile = (startDate = DATE, endDate = DATE) =>
    app.get(ReconciliationRun).run({ parkId, startDate, endDate });

  it('finds every figure of Space Mountain on 2026-09-26 equal', async () => {
    await importDay();
    await publishHours('2026-09-26 11:30:00', '2026-09-27 03:00:00');
    expect(await reconcile()).toMatchObject({ days: 1, rows: 1, agreeing: 1, explained: 0, unexplained: 0 });
    expect(await app.query('SELECT * FROM reconciliation_differences')).toEqual([]);
  });

  it('names the hours as the reason if they were not stored', async () => {
    await importDay();
    expect(await reconcile()).toMatchObject({ agreeing: 0, explained: 1, unexplained: 0 });
    const differences = await app.query<{ field: string; explanation: string }>(
      'SELECT field, ours, theirs, explanation FROM reconciliation_differences ORDER BY field',
    );
    expect(differences).toContainEqual({
      ...{ field: 'inParkHours.scheduledMinutes', explanation: 'OTHER_HOURS' },
      ...{ ours: null, theirs: '930' },
    });
    expect(new Set(differences.map(({ explanation }) => explanation))).toEqual(new Set(['OTHER_HOURS']));
  });

  it('keeps the recorded park pages as they were published', async () => {
    const page = fixture('mk_park_daily_page1');
    const next = `${api.baseUrl}/entity/${MAGIC_KINGDOM}/history/daily?from=2026-09-01&to=2026-09-20`;
    serve('daily?from=2026-08-01&to=2026-09-20', { ...page, next });
    serve('daily?from=2026-09-01&to=2026-09-20', fixture('mk_park_daily_page2'));
    expect(await reconcile('2026-08-01', '2026-09-20')).toMatchObject({
      ...{ days: 51, rows: 108, notObserved: 108, rejected: 0 },
    });
    const published = [page, fixture('mk_park_daily_page2')].flatMap((body) =>
      readDailyResponse(body).entities.flatMap(({ id, days }) => days.map((row) => ({ id, row }))),
    );
    const stored = await app.dataSource.getRepository(HistoryDaily).find();
    const byKey = (one: { id: string; row: { date: string } }) => `${one.id} ${one.row.date}`;
    const sorted = (rows: typeof published) => rows.toSorted((a, b) => (byKey(a) < byKey(b) ? -1 : 1));
    expect(sorted(stored.map((row) => ({ id: row.themeparksWikiId, row: dailyRowOf(row) })))).toEqual(
      sorted(published),
    );
  });

  it('keeps rows of the earlier rules, which lack unknown minutes and hours', async () => {
    serve('daily?from=2026-09-12&to=2026-09-17', fixture('mk_history_daily'));
    const report = await reconcile('2026-09-12', '2026-09-17');
    expect(report).toMatchObject({ rows: 4, notObserved: 4 });
    const stored = await app.dataSource.getRepository(HistoryDaily).find();
    expect(new Set(stored.map((row) => row.unknownMinutes))).toEqual(new Set([null]));
    expect(new Set(stored.map((row) => row.inParkHours))).toEqual(new Set([null]));
  });
});
