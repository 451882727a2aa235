import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { LIVE_MS, LIVE_PARK_ID, liveBody, liveEntry, liveId } from '../support/live-response.js';
import { storedTimeline } from '../support/live-timeline.js';
import {
  type RecordedEntry,
  detailsOf,
  findRecordedResponse,
  instantOf,
  queuesOf,
  waitOf,
} from '../support/recorded-response.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const clock = new SettableClock(LIVE_MS);
let reply: unknown;
let server: Server;
let database: TestDatabase;
let app: CollectorApp;

beforeEach(async () => {
  clock.nowMs = LIVE_MS;
  database = await createTestDatabase('collected_fields');
  server = createServer((_, response) => response.end(JSON.stringify(reply)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = { LIVE_API_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
  app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock });
  await app.knowDestinations([LIVE_PARK_ID]);
});
afterEach(async () => {
  await app?.close();
  server.close();
  await database?.drop();
});

async function collect(body: unknown, minute = 0) {
  reply = body;
  clock.nowMs = LIVE_MS + minute * 60_000;
  return app.collection.collect();
}

const paid = (n: number, price: unknown) =>
  liveEntry({
    id: liveId(n),
    queue: { PAID_RETURN_TIME: { state: 'AVAILABLE', returnStart: null, returnEnd: null, price } },
  });

describe('what is collected', () => {
  it('keeps a price that is not known, a free one, and one in minor units apart', async () => {
    const prices = [
      { amount: null, currency: 'USD' },
      { amount: 0, currency: 'USD' },
      { amount: 1500, currency: 'USD' },
    ];
    await collect(liveBody([...prices.map((price, index) => paid(index + 1, price)), paid(4, undefined)]));
    const rows = await app.query<{ amount: number | null; currency: string | null }>(
      `SELECT q.price_minor AS amount, q.price_currency AS currency FROM queue_data q JOIN rides r USING (ride_id)
        ORDER BY r.themeparks_wiki_id`,
    );
    expect(rows.map(({ amount }) => amount)).toEqual([null, 0, 1500, null]);
    expect(rows[2]!.currency).toBe('USD');
  });

  it('keeps a wait that is not posted apart from a wait of nothing, and a missing status unknown', async () => {
    const queues = [{ STANDBY: { waitTime: null } }, { STANDBY: { waitTime: 0 } }, { STANDBY: { waitTime: -1 } }, null];
    await collect(
      liveBody(
        queues.map((queue, index) =>
          liveEntry({ id: liveId(index + 1), queue, ...(index === 3 ? { status: null } : {}) }),
        ),
      ),
    );
    const rows = await app.query<{ wait_time: number | null; status: string | null }>(
      'SELECT s.wait_time, s.status FROM ride_status_snapshots s JOIN rides r USING (ride_id) ORDER BY r.themeparks_wiki_id',
    );
    expect(rows.map(({ wait_time }) => wait_time)).toEqual([null, 0, null, null]);
    expect(rows.map(({ status }) => status)).toEqual(['OPERATING', 'OPERATING', 'OPERATING', null]);
  });

  it('turns instants with their offset into UTC', async () => {
    const window = { returnStart: '2026-04-15T13:10:00-04:00', returnEnd: '2026-04-15T14:10:00-04:00' };
    await collect(liveBody([liveEntry({ queue: { RETURN_TIME: { state: 'AVAILABLE', ...window } } })]));
    expect(await app.query('SELECT return_start, return_end FROM queue_data')).toEqual([
      { return_start: new Date('2026-04-15T17:10:00Z'), return_end: new Date('2026-04-15T18:10:00Z') },
    ]);
  });

  it('extends a row that is seen again, and starts one after a poll that did without it', async () => {
    const body = liveBody([liveEntry()]);
    await collect(body);
    expect(await collect(body, 5)).toMatchObject({ rowsWritten: 0, rowsExtended: 1 });
    await collect(liveBody([]), 10);
    expect(await collect(body, 15)).toMatchObject({ rowsWritten: 1, rowsExtended: 0 });
    const rows = await app.query<{ recorded_at: Date; last_confirmed_at: Date }>(
      'SELECT recorded_at, last_confirmed_at FROM ride_status_snapshots ORDER BY recorded_at',
    );
    expect(
      rows.map(({ recorded_at, last_confirmed_at }) => [recorded_at.getTime(), last_confirmed_at.getTime()]),
    ).toEqual([
      [LIVE_MS, LIVE_MS + 300_000],
      [LIVE_MS + 900_000, LIVE_MS + 900_000],
    ]);
  });

  it('lets a row of the archive at the very instant of a poll stay as it is', async () => {
    await collect(liveBody([liveEntry()]));
    await app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
       SELECT ride_id, ?, 'DOWN', NULL, 'ARCHIVE' FROM rides`,
      [new Date(LIVE_MS + 300_000)],
    );
    await collect(liveBody([liveEntry({ status: 'CLOSED' })]), 5);
    const rows = await app.query<{ status: string; data_source: string }>(
      'SELECT status, data_source FROM ride_status_snapshots ORDER BY recorded_at',
    );
    expect(rows).toEqual([
      { status: 'OPERATING', data_source: 'LIVE' },
      { status: 'DOWN', data_source: 'ARCHIVE' },
    ]);
  });

  it('is, of a recorded answer, every entity with every field, as the answer says it', async () => {
    const recorded = findRecordedResponse();
    if (recorded === null) return;
    const { liveData } = recorded;
    expect(await collect(recorded)).toMatchObject({ entitiesRead: liveData.length, entitiesRejected: 0 });
    const stored = new Map((await storedTimeline(app, LIVE_PARK_ID)).map((entry) => [entry.entityId, entry]));
    expect(stored.size).toBe(liveData.length);
    for (const entry of liveData) {
      expect(stored.get(entry.id)).toEqual({
        entityId: entry.id,
        observedAtMs: LIVE_MS,
        status: entry.status,
        waitMinutes: waitOf(entry),
        lastUpdatedMs: instantOf(entry.lastUpdated),
        queues: queuesOf(entry).sort((a, b) => (String(a.queueType) < String(b.queueType) ? -1 : 1)),
        details: expect.any(Object) as unknown,
      });
    }
    await expectDetailsOf(liveData);
    await expectEntitiesOf(liveData);
  });

  /** Texts and all: offsets and unknown members are kept as they came. */
  async function expectDetailsOf(entries: readonly RecordedEntry[]): Promise<void> {
    const rows = await app.query<{ uuid: string; type: string; from: Date; until: Date; detail: unknown }>(
      `SELECT r.themeparks_wiki_id AS uuid, l.detail_type AS type, l.observed_from AS \`from\`,
              l.last_confirmed_at AS \`until\`, l.detail
         FROM entity_live_details l JOIN rides r ON r.ride_id = l.ride_id`,
    );
    const read = (detail: unknown): unknown => (typeof detail === 'string' ? JSON.parse(detail) : detail);
    const stored = new Map(rows.map(({ uuid, type, detail }) => [`${uuid} ${type}`, read(detail)]));
    const reported = entries.flatMap((entry) =>
      detailsOf(entry).map(([type, detail]): [string, unknown] => [`${entry.id} ${type}`, detail]),
    );
    expect(reported.length).toBeGreaterThan(40);
    expect(stored).toEqual(new Map(reported));
    const instants = new Set(rows.flatMap(({ from, until }) => [from.getTime(), until.getTime()]));
    expect(instants).toEqual(new Set([LIVE_MS]));
  }

  async function expectEntitiesOf(entries: readonly RecordedEntry[]): Promise<void> {
    const rows = await app.query<{ id: string; name: string; entityType: string; parkId: string | null }>(
      `SELECT r.themeparks_wiki_id AS id, r.name, r.entity_type AS entityType, p.themeparks_wiki_id AS parkId
         FROM rides r JOIN parks p ON p.park_id = r.park_id`,
    );
    // The park is among its own entities, and belongs to itself.
    const reported = entries.map(({ id, name, entityType, parkId }) => {
      return { id, name, entityType, parkId: entityType === 'PARK' ? id : parkId };
    });
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(reported.map((row) => JSON.stringify(row))),
    );
  }
});
