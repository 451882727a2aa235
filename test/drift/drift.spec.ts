import type { INestApplicationContext } from '@nestjs/common';
import type { DataSource as Database } from 'typeorm';
import { DriftModule } from '../../src/modules/drift/drift.module.js';
import { DriftService } from '../../src/modules/drift/drift.service.js';
import { ResolutionService } from '../../src/modules/findings/findings.service.js';
import { EntityClient, LiveClient } from '../../src/modules/themeparks-api/api-clients.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { migratedDataSource } from '../support/migrated-schema.js';
import { startModules } from '../support/module-context.js';
import { databaseUrl, runProgram } from '../support/program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 7, 10, 16);
const ID = '89db5d43-c434-4097-b71f-f6869f495a22';

let nowMs: number;
let database: TestDatabase;
let dataSource: Database;
let context: INestApplicationContext | undefined;

beforeEach(async () => {
  nowMs = START_MS;
  database = await createTestDatabase('drift');
});
afterEach(async () => {
  await context?.close();
  context = undefined;
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
});

async function startApp(baseUrl: string): Promise<INestApplicationContext> {
  dataSource = await migratedDataSource(database.connectionOptions, 4);
  const settings = { LIVE_API_BASE_URL: baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' };
  const clock = { now: () => new Date(nowMs) };
  context = await startModules({ modules: [DriftModule], dataSource, settings, clock });
  return context;
}

const entities = () => context!.get(EntityClient, { strict: false });
const check = () => context!.get(DriftService).check();
const findings = () =>
  dataSource.query<{ logId: string; reason: string; status: string; records: number; description: string }[]>(
    `SELECT log_id AS logId, reason, resolution_status AS status, records_affected AS records, description
       FROM data_quality_log ORDER BY log_id`,
  );

describe('the drift check', () => {
  it('finds nothing in what the simulated API serves, except the attributes that it adds', async () => {
    const api: ApiSimulator = await startApiSimulator({
      clock: () => nowMs,
      seed: 5,
      destinations: 2,
      ridesPerDestination: 30,
      limitPerMinute: 100_000,
      latencyMs: 0,
    });
    try {
      await startApp(api.baseUrl);
      const [destination] = api.world.destinations;
      const tally = { requests: 0, rateLimited: 0 };
      const live = { themeparksWikiId: destination!.entity.id, deadlineMs: Infinity, tally };
      for (let hour = 0; hour < 12; hour++) {
        nowMs += 3_600_000;
        await context!.get(LiveClient, { strict: false }).fetchLive({ ...live, signal: new AbortController().signal });
        await entities().fetchDestinations();
        await entities().fetchChildren(destination!.entity.id);
        await entities().fetchSchedule(destination!.parks[0]!.id);
        await entities().fetchEntity(destination!.descendants[hour]!.id);
      }
      const { examined, drifts } = await check();
      expect(examined).toBeGreaterThan(40);
      expect(drifts).toEqual([]);
    } finally {
      await api.close();
    }
  });

  it('reports each unknown key and word and each vanished key once, and closes the finding when the key returns', async () => {
    const api = await HandMadeApi.start();
    try {
      await startApp(api.baseUrl);
      const child = {
        id: ID,
        name: 'A',
        entityType: 'ATTRACTION',
        slug: 'a',
        parentId: ID,
        externalId: '1',
        location: null,
      };
      const serve = (fields: object) =>
        api.responses.set(`/entity/${ID}/children`, {
          id: ID,
          children: Array.from({ length: 30 }, () => ({ ...child, ...fields })),
        });
      const read = async (times: number): Promise<void> => {
        for (let time = 0; time < times; time++) {
          nowMs += 60_000;
          await entities().fetchChildren(ID);
        }
      };
      serve({});
      await read(3);
      expect((await check()).drifts).toEqual([]);

      nowMs += DAY_MS;
      serve({ slug: undefined, colour: 'red', entityType: 'MINIGOLF' });
      await read(3);
      await check();
      nowMs += 7 * DAY_MS;
      await check();
      const found = (await findings()).map(({ reason, status, records }) => `${reason} ${status} ${records}`);
      expect(found.sort()).toEqual([
        'DRIFT_UNKNOWN_KEY OPEN 90',
        'DRIFT_UNKNOWN_WORD OPEN 90',
        'DRIFT_VANISHED_KEY OPEN 90',
      ]);

      const word = (await findings()).find(({ reason }) => reason === 'DRIFT_UNKNOWN_WORD')!;
      await context!
        .get(ResolutionService, { strict: false })
        .changeStatus([Number(word.logId)], 'WONTFIX', 'not needed');
      serve({ colour: 'red', entityType: 'MINIGOLF' });
      await read(1);
      const { closed } = await check();
      expect(closed).toBe(1);
      const after = Object.fromEntries((await findings()).map(({ reason, status }) => [reason, status]));
      expect(after).toEqual({
        DRIFT_VANISHED_KEY: 'RESOLVED',
        DRIFT_UNKNOWN_KEY: 'OPEN',
        DRIFT_UNKNOWN_WORD: 'WONTFIX',
      });

      const { code, stdout } = await runProgram('drift', [], { DATABASE_URL: databaseUrl(database.connectionOptions) });
      expect([code, stdout]).toEqual([0, expect.stringContaining('have the unknown key "colour" in children: 120')]);
    } finally {
      await api.close();
    }
  });

  it('samples one response of a call in a minute, and one in 29 besides', async () => {
    const api = await HandMadeApi.start();
    try {
      await startApp(api.baseUrl);
      api.responses.set('/destinations', { destinations: [] });
      for (let request = 0; request < 60; request++) await entities().fetchDestinations();
      await check();
      const [row] = await dataSource.query<{ n: string }[]>(
        "SELECT occurrences AS n FROM response_shapes WHERE endpoint = 'DESTINATIONS' AND kind = 'OBJECT'",
      );
      expect(Number(row!.n)).toBe(3);
    } finally {
      await api.close();
    }
  });
});
