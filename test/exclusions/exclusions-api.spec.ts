import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import type { RankingView } from '../../src/modules/analytics/ranking.dto.js';
import type { ExclusionDetailView, ExclusionView } from '../../src/modules/exclusions/exclusions.dto.js';
import { ExclusionRules } from '../../src/modules/exclusions/exclusion-rules.service.js';
import type { EntityManager } from 'typeorm';
import { EntityMoves } from '../../src/modules/catalog/registry/entity-changes.service.js';
import { ApiApp, type Json } from '../api/support/api-app.js';
import { StatsWorld } from '../statistics/support/stats-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PATH = '/api/admin/quality/exclusions';
const ONE = `${PATH}/{exclusionId}`;
type Detail = Json<ExclusionDetailView>;
type List = { data: Json<ExclusionView>[]; page: { total: number } };

const NOW = new Date('2024-07-20T12:00:00Z');

/** Two rides, 30 and 90 minutes from 10:00 to 12:00 of 1 July in Paris; the second park has one ride of 45 minutes. */
describe('exclusions over HTTP', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let world: StatsWorld;

  beforeAll(async () => {
    database = await createTestDatabase('api_exclusions');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api' },
      clock: { now: () => NOW },
    });
    world = new StatsWorld(api.dataSource);
    await world.park(1, 'Europe/Paris', [1, 2]);
    await world.park(2, 'Europe/Paris', [3]);
    const opening = ['2024-07-01', new Date('2024-07-01T08:00:00Z'), new Date('2024-07-01T10:00:00Z')] as const;
    await world.rows.schedule(1, ...opening);
    await world.rows.schedule(2, ...opening);
    for (const [rideId, wait] of [
      [1, 30],
      [2, 90],
      [3, 45],
    ] as const) {
      await world.archive(rideId, [
        ['2024-07-01T08:00:00Z', 'OPERATING', wait],
        ['2024-07-01T08:30:00Z', 'OPERATING', wait],
        ['2024-07-01T09:00:00Z', 'OPERATING', wait],
        ['2024-07-01T09:30:00Z', 'OPERATING', wait],
        ['2024-07-01T10:00:00Z', 'CLOSED'],
      ]);
    }
    await refresh();
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const refresh = () => api.app.get(StatisticsRefreshService, { strict: false }).refresh();
  const create = (body: object) => api.send<Detail>('post', PATH, { body });
  const move = (exclusionId: number, what: 'revoke' | 'restore', body: object = {}) =>
    api.send<Detail>('post', `${PATH}/${exclusionId}/${what}`, { route: `${ONE}/${what}`, body });
  const list = async (query = '') => (await api.get<List>(`${PATH}?${query}`, PATH)).body;
  const parkAverage = async (parkId: number) => {
    const [row] = await api.query<{ average: string | null }>(
      `SELECT wait_minutes_ms / NULLIF(wait_known_ms, 0) AS average FROM park_daily_stats
        WHERE park_id = ? AND stat_date = '2024-07-01'`,
      [parkId],
    );
    return row?.average == null ? null : Number(row.average);
  };
  const ofDay = { from: '2024-06-30T22:00:00Z', to: '2024-07-01T22:00:00Z' };

  it('remove a ride from the statistics until they are revoked, and again once restored', async () => {
    expect(await parkAverage(1)).toBe(60);
    const created = await create({ rideId: 2, ...ofDay, note: 'a dead row', by: 'J. Doe' });
    expect([created.status, created.body]).toMatchObject([
      201,
      {
        ...{ parkId: 1, rideId: 2, rideName: 'Ride 2', scope: 'ALL', reason: 'MANUAL', origin: 'PERSON' },
        ...{ isActive: true, note: 'a dead row', createdBy: 'J. Doe', revokedAt: null },
        history: [{ action: 'CREATED', origin: 'PERSON', changedBy: 'J. Doe' }],
      },
    ]);
    await refresh();
    expect(await parkAverage(1)).toBe(30);
    const { exclusionId } = created.body;
    const revoked = await move(exclusionId, 'revoke', { note: 'the ride was really so busy', by: 'A. N. Other' });
    expect([revoked.status, revoked.body]).toMatchObject([
      200,
      { isActive: false, revokedOrigin: 'PERSON', revokedBy: 'A. N. Other', revokedAt: NOW.toISOString() },
    ]);
    await refresh();
    expect(await parkAverage(1)).toBe(60);
    const restored = await move(exclusionId, 'restore');
    expect(restored.body).toMatchObject({ isActive: true, revokedAt: null, revokedBy: null });
    expect(restored.body.history.map(({ action }) => action)).toEqual(['CREATED', 'REVOKED', 'RESTORED']);
    await refresh();
    expect(await parkAverage(1)).toBe(30);
    await move(exclusionId, 'revoke');
    await refresh();
  });

  it('with scope WAIT remove only the waits: the average is unknown, the state is known', async () => {
    const { body } = await create({ parkId: 1, ...ofDay, scope: 'WAIT' });
    await refresh();
    expect(await parkAverage(1)).toBeNull();
    const [day] = await api.query<{ operating: string; coverage: string }>(
      "SELECT operating_ms AS operating, coverage FROM park_daily_stats WHERE park_id = 1 AND stat_date = '2024-07-01'",
    );
    expect([Number(day!.operating), Number(day!.coverage)]).toEqual([4 * 3_600_000, 1]);
    const ranking = await api.get<Json<RankingView>>(
      '/api/analytics/rankings/wait-times?scope=parks&period=custom&from=2024-07-01&to=2024-07-01',
      '/api/analytics/rankings/wait-times',
    );
    expect(ranking.body.data.map(({ parkName }) => parkName)).toEqual(['Park 2']);
    expect(ranking.body.excluded.excludedParks).toEqual([{ parkId: 1, name: 'Park 1' }]);
    await move(body.exclusionId, 'revoke');
    await refresh();
    expect(await parkAverage(1)).toBe(60);
  });

  it('are listed by park, ride, reason, origin and whether they are in force', async () => {
    const { body: own } = await create({ parkId: 2, from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' });
    const ids = async (query: string) => (await list(query)).data.map(({ exclusionId }) => exclusionId);
    expect(await ids('parkId=2')).toEqual([own.exclusionId]);
    expect(await ids('active=true')).toEqual([own.exclusionId]);
    expect(await ids('rideId=2&active=false')).toHaveLength(1);
    expect(await ids('reason=MANUAL&origin=PERSON&parkId=2')).toEqual([own.exclusionId]);
    expect(await ids('reason=STALE_ROW')).toEqual([]);
    const page = await list('limit=1&offset=1');
    expect([page.data.length, page.page.total]).toEqual([1, 3]);
    const { body } = await api.get<Detail>(`${PATH}/${own.exclusionId}`, ONE);
    expect(body).toEqual(own);
    await move(own.exclusionId, 'revoke');
  });

  it.each([
    ['an end that is not after the start', { parkId: 1, from: ofDay.from, to: ofDay.from }, 400, 'VALIDATION_FAILED'],
    ['a start in the future', { parkId: 1, from: '2024-07-20T12:00:01Z' }, 400, 'VALIDATION_FAILED'],
    ['no target', ofDay, 400, 'VALIDATION_FAILED'],
    ['no start', { parkId: 1 }, 400, 'VALIDATION_FAILED'],
    ['an unknown scope', { parkId: 1, ...ofDay, scope: 'NOTHING' }, 400, 'VALIDATION_FAILED'],
    ['a ride of another park', { parkId: 2, rideId: 1, ...ofDay }, 400, 'VALIDATION_FAILED'],
    ['a park that does not exist', { parkId: 77, ...ofDay }, 404, 'PARK_NOT_FOUND'],
    ['a ride that does not exist', { rideId: 77, ...ofDay }, 404, 'RIDE_NOT_FOUND'],
  ])('are rejected with %s', async (_, body, status, code) => {
    const refused = await create(body);
    expect([refused.status, refused.body]).toMatchObject([status, { error: { code } }]);
  });

  it('are revoked and restored only once, and only if they exist', async () => {
    const { body } = await create({ parkId: 1, from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' });
    const conflict = { error: { code: 'EXCLUSION_STATE_CONFLICT' } };
    expect((await move(body.exclusionId, 'restore')).body).toMatchObject(conflict);
    await move(body.exclusionId, 'revoke');
    expect(await move(body.exclusionId, 'revoke')).toMatchObject({ status: 409, body: conflict });
    expect(await move(4_000_000, 'revoke')).toMatchObject({ status: 404 });
    expect(await api.get(`${PATH}/4000000`, ONE)).toMatchObject({ status: 404 });
  });

  it('of a rule grow while it finds more, and stay revoked once a person has revoked them', async () => {
    const rules = api.app.get(ExclusionRules, { strict: false });
    const found = {
      ...{ parkId: 2, rideId: null, reason: 'ZERO_WAITS' as const, scope: 'WAIT' as const },
      ...{ findingFingerprint: null, note: 'only zeros' },
    };
    const apply = (from: string, to: string | null) =>
      api.dataSource.transaction((manager) =>
        rules.apply(manager, [{ ...found, fromMs: Date.parse(from), toMs: to === null ? null : Date.parse(to) }]),
      );
    await apply('2024-07-01T00:00:00Z', '2024-07-01T12:00:00Z');
    await apply('2024-07-01T00:00:00Z', '2024-07-01T12:00:00Z');
    await apply('2024-07-01T12:00:00Z', null);
    await refresh();
    const [exclusion, ...more] = (await list('reason=ZERO_WAITS')).data;
    expect(more).toEqual([]);
    expect(exclusion).toMatchObject({ from: '2024-07-01T00:00:00.000Z', to: null, origin: 'RULE', isActive: true });
    expect(await parkAverage(2)).toBeNull();

    await move(exclusion!.exclusionId, 'revoke');
    await apply('2024-07-01T00:00:00Z', null);
    await refresh();
    expect((await list('reason=ZERO_WAITS')).data).toMatchObject([{ isActive: false, revokedOrigin: 'PERSON' }]);
    expect(await parkAverage(2)).toBe(45);

    await move(exclusion!.exclusionId, 'restore');
    const [open] = await rules.findOpen();
    await api.dataSource.transaction((manager) =>
      rules.end(manager, open!, Date.parse('2024-07-01T09:00:00Z'), 'a wait'),
    );
    await refresh();
    expect((await list('reason=ZERO_WAITS')).data).toMatchObject([{ to: '2024-07-01T09:00:00.000Z', isActive: true }]);
    expect(await parkAverage(2)).toBe(45);
  });

  it('of a rule are revoked by a check that does not find them again, and restored by one that does', async () => {
    const rules = api.app.get(ExclusionRules, { strict: false });
    const [fromMs, toMs] = [Date.parse('2024-07-01T08:30:00Z'), Date.parse('2024-07-01T09:30:00Z')];
    const found = {
      ...{ parkId: 1, rideId: null, reason: 'FROZEN_PARK' as const, scope: 'ALL' as const, fromMs, toMs },
      ...{ findingFingerprint: null, note: 'stood still' },
    };
    const examined = { parkId: 1, rideId: null, reason: 'FROZEN_PARK' as const, fromMs: fromMs - 1, toMs: toMs + 1 };
    const check = (again: boolean) =>
      api.dataSource.transaction((manager) =>
        rules.replaceExamined(manager, examined, again ? [found] : [], 'not found any more'),
      );
    await check(true);
    await check(false);
    expect((await list('reason=FROZEN_PARK')).data).toMatchObject([{ isActive: false, revokedOrigin: 'RULE' }]);
    await check(true);
    expect((await list('reason=FROZEN_PARK')).data).toMatchObject([{ isActive: true, revokedOrigin: null }]);
  });

  it('of a ride move with it into another park, where the rule continues and ends them', async () => {
    const rules = api.app.get(ExclusionRules, { strict: false });
    const [fromMs, toMs] = [Date.parse('2024-07-01T08:00:00Z'), Date.parse('2024-07-01T09:00:00Z')];
    const stale = (parkId: number) => ({
      ...{ parkId, rideId: 1, reason: 'STALE_ROW' as const, scope: 'ALL' as const, fromMs, toMs: null },
      ...{ findingFingerprint: null, note: 'repeated' },
    });
    const transaction = (work: (manager: EntityManager) => Promise<void>) => api.dataSource.transaction(work);
    await transaction((manager) => rules.apply(manager, [stale(1)]));
    const places = [1, 2].map((parkId) => ({ parkId, destinationId: 1, timezone: 'Europe/Paris' }));
    await transaction((manager) =>
      api.app
        .get(EntityMoves, { strict: false })
        .moveRide(manager, 1, places[0]!, places[1]!, { cause: 'CATALOGUE', decisionId: null }),
    );
    await refresh();
    expect(await parkAverage(2)).toBe(45);

    await transaction((manager) => rules.apply(manager, [stale(2)]));
    const open = (await rules.findOpen()).filter(({ reason }) => reason === 'STALE_ROW');
    expect(open).toMatchObject([{ parkId: 2, rideId: 1 }]);
    expect((await list('parkId=2&reason=STALE_ROW')).data).toMatchObject([{ parkId: 2, parkName: 'Park 2', to: null }]);
    expect((await list('parkId=1&reason=STALE_ROW')).page.total).toBe(0);

    await transaction((manager) => rules.end(manager, open[0]!, toMs, 'news'));
    await refresh();
    // The waits of park 2 are excluded up to 09:00 UTC. Ride 1 was in park 1 on that day, whose data is excluded up to 09:30.
    expect(await parkAverage(2)).toBe((60 * 45 + 30 * 30) / 90);
  });

  it('of a rule are identified by their present start', async () => {
    const rules = api.app.get(ExclusionRules, { strict: false });
    const apply = (from: string, to: string) =>
      api.dataSource.transaction((manager) =>
        rules.apply(manager, [
          {
            ...{
              parkId: 2,
              rideId: 3,
              reason: 'STALE_ROW',
              scope: 'ALL',
              fromMs: Date.parse(from),
              toMs: Date.parse(to),
            },
            ...{ findingFingerprint: null, note: 'repeated' },
          },
        ]),
      );
    await apply('2024-05-03T00:00:00Z', '2024-05-04T00:00:00Z');
    await apply('2024-05-02T00:00:00Z', '2024-05-03T12:00:00Z');
    const [first] = (await list('rideId=3&reason=STALE_ROW')).data;
    const { exclusionId } = first!;
    await api.query('UPDATE data_exclusions SET from_at = ?, to_at = ? WHERE exclusion_id = ?', [
      ...[new Date('2024-05-01T00:00:00Z'), new Date('2024-05-01T12:00:00Z'), exclusionId],
    ]);
    await apply('2024-05-03T00:00:00Z', '2024-05-04T00:00:00Z');
    await apply('2024-05-02T00:00:00Z', '2024-05-02T12:00:00Z');
    expect((await list('rideId=3&reason=STALE_ROW')).data.map(({ from }) => from.slice(0, 10))).toEqual([
      '2024-05-03',
      '2024-05-02',
      '2024-05-01',
    ]);
  });
});
