import type { RebuildView } from '../../src/modules/statistics/rebuild.dto.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import { StatsWorld } from '../statistics/support/stats-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

const PATH = '/api/admin/aggregates/rebuild';
type View = Json<RebuildView>;
const LATER_MS = Date.UTC(2099, 0, 1);

describe('a recomputation of statistics over HTTP', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let world: StatsWorld;

  beforeAll(async () => {
    database = await createTestDatabase('api_rebuild');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    world = new StatsWorld(api.dataSource);
    await world.park(1, 'Europe/Paris', [1]);
    await world.archive(1, [['2024-07-01T08:00:00Z', 'OPERATING', 10], ['2024-07-01T09:00:00Z', 'CLOSED']]); // prettier-ignore
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  it('is accepted, and reports its progress until a worker has completed it', async () => {
    const started = await api.send<View>('post', PATH, { body: { parkId: 1 } });
    expect([started.status, started.body]).toMatchObject([
      202,
      { status: 'IN_PROGRESS', parkId: 1, from: null, to: null, parkDaysTotal: 3, parkDaysDone: 0, percent: 0 },
    ]);
    await api.app.get(StatisticsRefreshService, { strict: false }).refresh();
    const { rebuildId } = started.body;
    const ended = await api.send<View>('get', `${PATH}/${rebuildId}`, { route: `${PATH}/{rebuildId}` });
    expect(ended.body).toMatchObject({ status: 'COMPLETED', parkDaysDone: 3, percent: 100 });
    expect((await world.days(1))[0]).toMatchObject({ date: '2024-07-01', operating: 60 });
  });

  it('is complete once its days are computed, even if they are invalidated again', async () => {
    const request = async (body: object) => (await api.send<View>('post', PATH, { body })).body.rebuildId;
    const stateOf = async (rebuildId: number) => {
      const { body } = await api.send<View>('get', `${PATH}/${rebuildId}`, { route: `${PATH}/{rebuildId}` });
      return [body.status, body.parkDaysDone, body.percent];
    };
    const [first, second] = [await request({ parkId: 1 }), await request({ parkId: 1, from: '2024-07-01' })];
    await world.mark(1, ['2024-07-01'], 'LIVE', LATER_MS);
    expect([await stateOf(first), await stateOf(second)]).toEqual([
      ['IN_PROGRESS', 0, 0],
      ['IN_PROGRESS', 0, 0],
    ]);
    await api.app.get(StatisticsRefreshService, { strict: false }).refresh();
    await world.mark(1, ['2024-07-01'], 'LIVE', LATER_MS);
    expect([await stateOf(first), await stateOf(second)]).toEqual([
      ['COMPLETED', 3, 100],
      ['COMPLETED', 2, 100],
    ]);
  });

  it('of all parks and days needs an empty body or none', async () => {
    for (const sent of [{ body: {} }, {}]) {
      const { status, body } = await api.send<View>('post', PATH, sent);
      expect([status, body.parkId]).toEqual([202, null]);
    }
  });

  it('accepts a park id as text', async () => {
    const { status, body } = await api.send<View>('post', PATH, { body: { parkId: '1' } });
    expect([status, body.parkId]).toEqual([202, 1]);
  });

  it.each([
    [{ parkId: 77 }, 404, 'PARK_NOT_FOUND'],
    [{ from: '2024-02-02', to: '2024-02-01' }, 400, 'DATE_OUT_OF_RANGE'],
    [{ from: '2023-02-29' }, 400, 'VALIDATION_FAILED'],
    [{ park: 1 }, 400, 'VALIDATION_FAILED'],
  ])('is rejected for %j', async (body, status, code) => {
    const response = await api.send<{ error: { code: string } }>('post', PATH, { body });
    expect([response.status, response.body.error.code]).toEqual([status, code]);
  });

  it('is 404 if it does not exist, unlike a completed one', async () => {
    const { status, body } = await api.send<{ error: { code: string } }>('get', `${PATH}/999`, {
      route: `${PATH}/{rebuildId}`,
    });
    expect([status, body.error.code]).toEqual([404, 'REBUILD_NOT_FOUND']);
  });
});
