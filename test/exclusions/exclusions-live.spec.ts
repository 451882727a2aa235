import type { ExclusionDetailView } from '../../src/modules/exclusions/exclusions.dto.js';
import type { RideView } from '../../src/modules/catalog/ride.dto.js';
import type { RideDetailView } from '../../src/modules/metadata/metadata.dto.js';
import type { ParkLiveView } from '../../src/modules/live/live.dto.js';
import type { StatusSummaryView } from '../../src/modules/live/status-summary.dto.js';
import type { CoverageReport } from '../../src/modules/quality/coverage.dto.js';
import type { ParkFreshnessList } from '../../src/modules/quality/quality.dto.js';
import { FreshnessService } from '../../src/modules/live/freshness/freshness.service.js';
import { ApiApp, type Json } from '../api/support/api-app.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const text = (minutes: number) => ago(minutes).toISOString();
const PATH = '/api/admin/quality/exclusions';

/** Three rides of an open park, all operating with a wait, observed three minutes ago. */
describe('live responses about excluded data', () => {
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('exclusions_live');
    const clock = { now: () => NOW };
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' }, clock });
    const rows = new LiveRows((sql, values) => api.query(sql, values));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.schedule(1, '2026-04-15', ago(480), ago(-300));
    for (const rideId of [1, 2, 3]) {
      await rows.ride(rideId, 1, `Ride ${rideId}`);
      await rows.state(rideId, 'OPERATING', { from: ago(60), until: ago(3), wait: 45 });
    }
    await rows.queue(1, 'SINGLE_RIDER', { from: ago(60), until: ago(3), wait_time_minutes: 10 });
    await rows.queue(1, 'STANDBY', { from: ago(60), until: ago(3), wait_time_minutes: 45, price_minor: 500 });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const exclude = async (body: object): Promise<() => Promise<unknown>> => {
    const { exclusionId } = (await api.send<Json<ExclusionDetailView>>('post', PATH, { body })).body;
    const route = `${PATH}/{exclusionId}/revoke`;
    return () => api.send('post', `${PATH}/${exclusionId}/revoke`, { route });
  };
  const live = async () => (await api.get<Json<ParkLiveView>>('/api/parks/1/live', '/api/parks/{parkId}/live')).body;
  const summary = async () => (await api.get<Json<StatusSummaryView>>('/api/live/status-summary')).body;
  const freshness = async () =>
    (await api.get<Json<ParkFreshnessList>>('/api/admin/quality/freshness')).body.data[0]!.freshness;

  it('are not current for an excluded ride, and name the reason', async () => {
    const revoke = await exclude({ rideId: 2, from: text(600) });
    const { rides } = await live();
    expect(rides.map(({ current }) => [current!.isCurrent, current!.exclusion?.reason ?? null])).toEqual([
      [true, null],
      [false, 'MANUAL'],
      [true, null],
    ]);
    expect(rides[1]!.current!.exclusion).toEqual({ reason: 'MANUAL', scope: 'ALL', since: text(600) });
    const { body: ride } = await api.get<Json<RideDetailView>>('/api/rides/2', '/api/rides/{rideId}');
    expect(ride.current!.exclusion).toEqual({ reason: 'MANUAL', scope: 'ALL', since: text(600) });
    expect((await summary()).total).toMatchObject({ rides: 3, operating: 2, unknown: 1, excluded: 1 });
    await revoke();
    expect((await live()).rides[1]!.current).toMatchObject({ isCurrent: true, exclusion: null });
    expect((await summary()).total).toMatchObject({ operating: 3, unknown: 0, excluded: 0 });
  });

  it('count the rides of an excluded park as unknown, and its data as stale', async () => {
    expect(await freshness()).toBe('FRESH');
    const revoke = await exclude({ parkId: 1, from: text(600) });
    const { parks } = await summary();
    expect(parks[0]).toMatchObject({
      ...{ rides: 3, operating: 0, unknown: 3, excluded: 3 },
      exclusion: { reason: 'MANUAL', scope: 'ALL', since: text(600) },
    });
    expect(await freshness()).toBe('STALE');
    await revoke();
    expect((await summary()).parks[0]).toMatchObject({ operating: 3, exclusion: null });
    expect(await freshness()).toBe('FRESH');
  });

  it('report the age of a destination by its data that is not excluded', async () => {
    const newestAt = async () => (await api.app.get(FreshnessService, { strict: false }).report()).newestAt;
    expect(await newestAt()).toEqual(ago(3));
    const revokes = [await exclude({ rideId: 1, from: text(600) }), await exclude({ rideId: 2, from: text(500) })];
    expect(await newestAt()).toEqual(ago(3));
    revokes.push(await exclude({ rideId: 3, from: text(400), scope: 'WAIT' }));
    expect(await newestAt()).toEqual(ago(3));
    revokes.push(await exclude({ rideId: 3, from: text(300) }));
    expect(await newestAt()).toEqual(ago(300));
    expect(await freshness()).toBe('STALE');
    revokes.push(await exclude({ parkId: 1, from: text(700) }));
    expect(await newestAt()).toEqual(ago(700));
    for (const revoke of revokes) await revoke();
    expect([await newestAt(), await freshness()]).toEqual([ago(3), 'FRESH']);
  });

  it('report the age since the first of overlapping exclusions, including those of the canonical ride', async () => {
    const newestAt = async () => (await api.app.get(FreshnessService, { strict: false }).report()).newestAt;
    const rows = new LiveRows((sql, values) => api.query(sql, values));
    await rows.ride(12, 1, 'Ride 2 as well');
    await rows.link(12, 2);
    await rows.state(12, 'OPERATING', { from: ago(50), until: ago(1), wait: 70 });
    expect(await newestAt()).toEqual(ago(1));
    const revokes = [await exclude({ rideId: 1, from: text(600) }), await exclude({ rideId: 3, from: text(600) })];
    revokes.push(await exclude({ rideId: 2, from: text(600) }), await exclude({ rideId: 2, from: text(200) }));
    expect(await newestAt()).toEqual(ago(600));
    for (const revoke of revokes) await revoke();
    await api.query('DELETE FROM ride_current WHERE ride_id = 12');
  });

  it('apply exclusions of the ride under whose id a state is stored', async () => {
    const rows = new LiveRows((sql, values) => api.query(sql, values));
    await rows.park(2, 1, 'Former Park');
    await rows.ride(22, 2, 'Ride 2 as well');
    await rows.link(22, 2);
    await rows.state(22, 'OPERATING', { from: ago(50), until: ago(1), wait: 70 });
    const listed = async () =>
      (await api.get<{ data: Json<RideView>[] }>('/api/parks/1/rides', '/api/parks/{parkId}/rides')).body.data[1]!;
    const shown = async () => [(await live()).rides[1]!, await listed()].map(({ current }) => current!);
    for (const { waitMinutes, exclusion } of await shown()) expect([waitMinutes, exclusion]).toEqual([70, null]);
    for (const target of [{ rideId: 22 }, { parkId: 2 }]) {
      const revoke = await exclude({ ...target, from: text(600) });
      // The other id was observed three minutes ago and is not excluded.
      expect((await live()).rides[1]!.current).toMatchObject({ waitMinutes: 45, isCurrent: true, exclusion: null });
      expect((await summary()).total).toMatchObject({ rides: 3, operating: 3, excluded: 0 });
      expect((await listed()).current).toMatchObject({ waitMinutes: 45, exclusion: null });
      await revoke();
    }
    const revoke = await exclude({ rideId: 2, from: text(600) });
    for (const { exclusion } of await shown()) expect(exclusion).toMatchObject({ reason: 'MANUAL' });
    await revoke();
    // stored by a clock that was ahead
    await rows.state(22, 'OPERATING', { from: ago(50), until: ago(-60), wait: 70 });
    for (const { waitMinutes } of await shown()) expect(waitMinutes).toBe(45);
    await api.query('DELETE FROM ride_current WHERE ride_id = 22');
  });

  it('return the state and other queues, but no standby wait, if only waits are excluded', async () => {
    const revoke = await exclude({ parkId: 1, from: text(600), scope: 'WAIT' });
    const [ride] = (await live()).rides;
    expect(ride!.current).toMatchObject({ status: 'OPERATING', waitMinutes: null, isCurrent: true });
    expect(ride!.current!.queues.map(({ queueType, waitMinutes }) => [queueType, waitMinutes])).toEqual([
      ['STANDBY', null],
      ['SINGLE_RIDER', 10],
    ]);
    expect((await summary()).total).toMatchObject({ operating: 3, excluded: 0 });
    const listed = await api.get<{ data: Json<RideView>[] }>('/api/parks/1/rides', '/api/parks/{parkId}/rides');
    expect(listed.body.data[0]!.current).toMatchObject({ waitMinutes: null, exclusion: { scope: 'WAIT' } });
    await revoke();
  });

  it('are current again for observations after the interval', async () => {
    const revoke = await exclude({ parkId: 1, from: text(600), to: text(10) });
    expect((await live()).rides.every(({ current }) => current!.isCurrent)).toBe(true);
    await revoke();
  });

  it('name excluded days in the coverage', async () => {
    const revoke = await exclude({ parkId: 1, from: '2026-04-12T22:00:00Z', to: '2026-04-14T22:00:00Z' });
    const query = 'parkId=1&startDate=2026-04-12&endDate=2026-04-15';
    const { body } = await api.get<Json<CoverageReport>>(
      `/api/admin/quality/coverage?${query}`,
      '/api/admin/quality/coverage',
    );
    expect(body.parks[0]!.missingDays.map(({ date, reason }) => [date, reason])).toEqual([
      ['2026-04-12', 'NO_DATA'],
      ['2026-04-13', 'EXCLUDED'],
      ['2026-04-14', 'EXCLUDED'],
      ['2026-04-15', 'NO_DATA'],
    ]);
    await revoke();
  });
});
