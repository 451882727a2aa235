import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { DAY_MS, utcDayOf } from '../../src/common/time/calendar.js';
import type { CollectionDayView } from '../../src/modules/collector/collection-day.dto.js';
import type { CollectionRunView, CollectorStatusView } from '../../src/modules/collector/collector.dto.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

const unusedBudget = { isReported: false, used: 0, resetsAt: null, blockedUntil: null };

type Runs = { data: Json<CollectionRunView>[]; page: { total: number } };

describe('the admin API of the collection', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('collector_api');
    const clock = () => Date.now();
    simulator = await startApiSimulator({ clock, seed: 3, destinations: 2, ridesPerDestination: 5 });
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: simulator.baseUrl },
    });
  });
  afterAll(async () => {
    await api?.close();
    await simulator?.close();
    await database?.drop();
  });

  const status = async () => (await api.get<Json<CollectorStatusView>>('/api/admin/collector/status')).body;

  async function untilIdle(): Promise<Json<CollectorStatusView>> {
    for (;;) {
      const view = await status();
      if (!view.running) return view;
      await delay(20);
    }
  }

  /** A cycle that begins meanwhile stops where it stores what it has seen. */
  async function withCyclesHeld<T>(work: () => Promise<T>): Promise<T> {
    const holder = await createConnection(database.connectionOptions);
    try {
      await holder.query('LOCK TABLES ride_current WRITE');
      return await work();
    } finally {
      await holder.end();
    }
  }

  it('shows a collector that has not collected yet', async () => {
    expect(await status()).toEqual({
      enabled: false,
      schedule: '*/5 * * * *',
      nextRunAt: null,
      running: false,
      lastRun: null,
      clock: { offsetSeconds: expect.any(Number) as number, problems: [] },
      api: {
        hasKey: false,
        note: expect.stringContaining('No API key is set') as string,
        tier: null,
        historyDays: 7,
        hasAllHistory: false,
        historyEarliestDate: null,
        checkedAt: null,
        requestsPerMinute: { ...unusedBudget, limit: 200, windowSeconds: 60, remaining: 200 },
        historyRequestsPerHour: { ...unusedBudget, limit: 60, windowSeconds: 3600, remaining: 60 },
      },
      destinations: [],
    });
  });

  it('starts a cycle, rejects a concurrent one, and shows its result', async () => {
    for (const id of simulator.destinationIds) await api.app.get(EntityRegistry).ensureDestination(id);
    const run = () => api.send<{ runId: number }>('post', '/api/admin/collector/run');
    const [started, second] = await withCyclesHeld(async () => [await run(), await run()] as const);
    expect(started.status).toBe(202);
    expect(second).toMatchObject({ status: 409, body: { error: { code: 'COLLECTION_IN_PROGRESS' } } });
    const { lastRun, destinations } = await untilIdle();
    expect(lastRun).toMatchObject({
      runId: started.body.runId,
      destinationsTotal: 2,
      destinationsFailed: 0,
      requests: 2,
    });
    expect(lastRun!.rowsWritten).toBeGreaterThan(10);
    expect(destinations).toHaveLength(2);
    for (const { errorCode, httpStatus, lastObservedAt } of destinations) {
      expect([errorCode, httpStatus, typeof lastObservedAt]).toEqual([null, 200, 'string']);
    }
  });

  it('lists runs, newest first, with their failures', async () => {
    const [failing] = simulator.destinationIds;
    simulator.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 404 }, url: failing }] });
    await api.app.get(CollectionService).collect();
    simulator.setFaults({});
    const { body } = await api.get<Runs>('/api/admin/collector/runs?limit=1');
    expect(body.page.total).toBe(2);
    expect(body.data).toMatchObject([
      { runId: 2, destinationsFailed: 1, failures: [{ destinationId: failing, errorCode: 'NOT_FOUND', attempts: 1 }] },
    ]);
    const failed = (await status()).destinations.find(({ destinationId }) => destinationId === failing);
    expect(failed).toMatchObject({ lastRunId: 2, errorCode: 'NOT_FOUND', httpStatus: 404 });
    expect(failed!.lastObservedAt).not.toBeNull();
  });

  it('has the cycles of a day by destination and slot, with the failures', async () => {
    const { body } = await api.get<Json<CollectionDayView>>('/api/admin/collector/day');
    const [failing] = simulator.destinationIds;
    expect(body).toMatchObject({
      date: utcDayOf(Date.now()),
      slotMinutes: 5,
      runs: 2,
      failuresTotal: 1,
      runErrors: [],
    });
    expect(body.requests).toBeGreaterThanOrEqual(4);
    expect(body.failures).toMatchObject([{ destinationId: failing, errorCode: 'NOT_FOUND', polls: 1 }]);
    expect(body.destinations.map(({ polls, stored }) => [polls, stored]).sort()).toEqual([[2, 1], [2, 2]]); // prettier-ignore
    for (const { rowsWritten } of body.destinations) {
      expect(rowsWritten).toHaveLength(288);
      const slots = rowsWritten.flatMap((rows, slot) => (rows === null ? [] : [slot]));
      expect([slots.length > 0, slots.at(-1)! <= Math.ceil((Date.now() % DAY_MS) / 300_000)]).toEqual([true, true]);
    }
  });

  it('has a day without cycles, and refuses one that does not exist', async () => {
    const path = '/api/admin/collector/day';
    const { body } = await api.get<Json<CollectionDayView>>(`${path}?date=2020-01-01`);
    expect(body).toMatchObject({ runs: 0, requests: 0, failures: [] });
    expect(body.destinations.every(({ rowsWritten }) => rowsWritten.every((rows) => rows === null))).toBe(true);
    expect((await api.get(`${path}?date=2026-02-30`)).status).toBe(400);
    // The times of the schedule cannot be computed so far ahead.
    expect((await api.get<Json<CollectionDayView>>(`${path}?date=2099-01-01`)).body).toMatchObject({ runs: 0 });
  });

  it('skips a tick while a cycle is running', async () => {
    await withCyclesHeld(async () => {
      await api.app.get(CollectionService).start();
      await api.app.get(CollectionService).run(new AbortController().signal);
    });
    await untilIdle();
    const { body } = await api.get<Runs>('/api/admin/collector/runs');
    expect(body.page.total).toBe(3);
  });

  it('refers from a run with rejected entities to their reasons', async () => {
    const [damaged] = simulator.destinationIds;
    simulator.setFaults({ requests: [{ fault: { kind: 'DAMAGED', damage: 'WITHOUT_ID' }, url: damaged }] });
    await api.app.get(CollectionService).collect();
    simulator.setFaults({});
    const { entitiesRejected, refusals } = (await status()).lastRun!;
    expect(entitiesRejected).toBeGreaterThan(0);
    expect(refusals).toMatchObject([{ destinationId: damaged, entitiesRejected }]);
    const { body } = await api.get<{ data: { description: string }[] }>(refusals[0]!.issues);
    expect(body.data.map(({ description }) => description)).toContainEqual(
      expect.stringContaining(`${entitiesRejected} entities rejected`),
    );
  });

  it('shows an unfinished or interrupted run by the results of its destinations', async () => {
    const dataSource = api.app.get(DataSource);
    const begun = "'2026-04-15 15:00:00'";
    const { insertId: runId } = await dataSource.query<{ insertId: number }>(
      `INSERT INTO collection_runs (started_at, destinations_total) VALUES (${begun}, 2)`,
    );
    await dataSource.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, attempts, error_code, http_status)
       SELECT ?, destination_id, ${begun}, destination_id = 1, IF(destination_id = 1, 'RATE_LIMITED', NULL), IF(destination_id = 1, 429, NULL)
         FROM destinations`,
      [runId],
    );
    const shown = { runId, requests: 1, rateLimited: 1 };
    expect((await status()).lastRun).toMatchObject({ ...shown, finishedAt: null, destinationsFailed: 1 });
    await api.app.get(CollectionService).collect();
    const { body } = await api.get<Runs>('/api/admin/collector/runs?limit=2');
    const [, cutOff] = body.data;
    expect(cutOff).toMatchObject({ ...shown, destinationsFailed: 2, finishedAt: expect.any(String) as string });
  });
});
