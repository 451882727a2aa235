import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import type { ExclusionDetailView } from '../../src/modules/exclusions/exclusions.dto.js';
import { EntityMoves } from '../../src/modules/catalog/registry/entity-changes.service.js';
import { ApiApp, type Json } from '../api/support/api-app.js';
import { StatsWorld } from '../statistics/support/stats-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PATH = '/api/admin/quality/exclusions';
const PLACES = [1, 2].map((parkId) => ({ parkId, destinationId: 1, timezone: 'Europe/Paris' }));

/** Rides 1 and 2 of park 1 and ride 3 of park 2 post 60 minutes from 10:00 to 12:00 of 1, 3 and 5 July in Paris. */
describe('exclusions of parks between which a ride moves', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let now = new Date('2024-07-02T10:00:00Z');

  beforeAll(async () => {
    database = await createTestDatabase('moved_rides');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api' },
      clock: { now: () => now },
    });
    const world = new StatsWorld(api.dataSource);
    await world.park(1, 'Europe/Paris', [1, 2]);
    await world.park(2, 'Europe/Paris', [3]);
    for (const day of ['01', '03', '05']) {
      for (const parkId of [1, 2]) {
        const [opens, closes] = ['08', '10'].map((hour) => new Date(`2024-07-${day}T${hour}:00:00Z`));
        await world.rows.schedule(parkId, `2024-07-${day}`, opens!, closes!);
      }
      for (const rideId of [1, 2, 3]) {
        await world.archive(rideId, [
          [`2024-07-${day}T08:00:00Z`, 'OPERATING', 60],
          [`2024-07-${day}T09:00:00Z`, 'OPERATING', 60],
          [`2024-07-${day}T10:00:00Z`, 'CLOSED'],
        ]);
      }
    }
    await move(1, 2, 'CATALOGUE');
    now = new Date('2024-07-06T10:00:00Z');
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const move = async (
    from: 1 | 2,
    to: 1 | 2,
    cause: 'CATALOGUE' | 'DECISION' | 'UNDO',
    decisionId: number | null = null,
  ) =>
    api.dataSource.transaction((manager) =>
      api.app
        .get(EntityMoves, { strict: false })
        .moveRide(manager, 1, PLACES[from - 1]!, PLACES[to - 1]!, { cause, decisionId }),
    );
  const exclude = async (parkId: number) => {
    const body = { parkId, from: '2024-06-30T22:00:00Z', note: 'frozen', by: 'test' };
    const created = await api.send<Json<ExclusionDetailView>>('post', PATH, { body });
    expect(created.status).toBe(201);
    return created.body.exclusionId;
  };
  const revoke = (exclusionId: number) =>
    api.send('post', `${PATH}/${exclusionId}/revoke`, { route: `${PATH}/{exclusionId}/revoke`, body: {} });
  /** Minutes with a known wait on 1, 3 and 5 July. */
  const known = async (rideId: number) => {
    await api.app.get(StatisticsRefreshService, { strict: false }).refresh();
    const rows = await api.query<{ day: number; minutes: string }>(
      'SELECT DAY(stat_date) AS day, wait_known_ms / 60000 AS minutes FROM ride_daily_stats WHERE ride_id = ?',
      [rideId],
    );
    return [1, 3, 5].map((wanted) => Number(rows.find(({ day }) => day === wanted)?.minutes ?? 0));
  };

  it('apply to the ride only for the days on which it was in the park', async () => {
    expect(await known(1)).toEqual([120, 120, 120]);
    const ofOldPark = await exclude(1);
    expect(await known(1)).toEqual([0, 120, 120]);
    expect(await known(2)).toEqual([0, 0, 0]);
    expect(await known(3)).toEqual([120, 120, 120]);
    await revoke(ofOldPark);
    expect(await known(1)).toEqual([120, 120, 120]);
    const ofNewPark = await exclude(2);
    expect(await known(1)).toEqual([120, 0, 0]);
    expect(await known(2)).toEqual([120, 120, 120]);
    await revoke(ofNewPark);
  });

  it('apply to both ids of parks that were decided to be the same, until that is undone', async () => {
    await api.query(
      "INSERT INTO catalog_decisions (decision_id, kind, park_id, decided_at) VALUES (7, 'SAME_AS', 2, ?)",
      [now],
    );
    await move(2, 1, 'DECISION', 7);
    const ofOneId = await exclude(2);
    expect(await known(1)).toEqual([120, 0, 0]);
    const ofTheOther = await exclude(1);
    expect(await known(1)).toEqual([0, 0, 0]);
    await revoke(ofOneId);
    // It moved there on 2 July, and both ids have been the same park since.
    expect(await known(1)).toEqual([0, 0, 0]);
    await api.query('UPDATE catalog_decisions SET undone_at = ? WHERE decision_id = 7', [now]);
    await move(1, 2, 'UNDO', 7);
    expect(await known(1)).toEqual([0, 120, 120]);
    await revoke(ofTheOther);
    expect(await known(1)).toEqual([120, 120, 120]);
  });
});
