import type { NearbyRideView } from '../../src/modules/metadata/metadata.dto.js';
import type { Position } from '../../src/modules/metadata/metadata.js';
import { SeededRandom } from '../support/seeded-random.js';
import { addPark, addRide } from '../support/metadata-app.js';
import { nearestOf, scatterRides } from '../support/scattered-rides.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

type ResponseBody = { data: Json<NearbyRideView>[]; page: { total: number } };

let database: TestDatabase;
let api: ApiApp;
let parkId: number;

beforeAll(async () => {
  database = await createTestDatabase('nearby');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' },
  });
  parkId = (await addPark(api.dataSource, 0)).parkId;
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});
beforeEach(async () => {
  await api.query('DELETE FROM ride_aliases');
  await api.query('DELETE FROM entity_metadata');
});

async function place(position: Position, columns: Record<string, string | number> = {}): Promise<number> {
  const { rideId } = await addRide(api.dataSource, parkId, 'A Ride');
  const all: Record<string, string | number> = { ...position, ...columns };
  await api.query(
    `INSERT INTO entity_metadata (ride_id, ${Object.keys(all).join(', ')})
     VALUES (?, ${Object.keys(all)
       .map(() => '?')
       .join(', ')})`,
    [rideId, ...Object.values(all)],
  );
  return rideId;
}

async function nearby(centre: Position, radiusMeters: number, more = ''): Promise<ResponseBody> {
  const { latitude, longitude } = centre;
  const query = `latitude=${latitude}&longitude=${longitude}&radiusMeters=${radiusMeters}${more}`;
  const { status, body } = await api.get<ResponseBody>(`/api/rides/nearby?${query}`);
  expect(status).toBe(200);
  return body;
}
const idsOf = ({ data }: ResponseBody) => data.map(({ rideId }) => rideId);

describe('rides nearby', () => {
  it('are measured with longitude and latitude in the correct order: London to Paris is 344 km, not 400', async () => {
    const paris = await place({ latitude: 48.8566, longitude: 2.3522 });
    const { data } = await nearby({ latitude: 51.5074, longitude: -0.1278 }, 500_000);
    // 343.9 km on the ellipsoid; with the degrees swapped it would be 402 km
    expect(data).toMatchObject([{ rideId: paris, latitude: 48.8566, longitude: 2.3522 }]);
    expect(Math.abs(data[0]!.distanceMeters / 343_923 - 1)).toBeLessThan(0.005);
  });

  it.each<[string, Position, Position, number]>([
    ['across the antimeridian', { latitude: -17, longitude: 179.99 }, { latitude: -17, longitude: -179.99 }, 2_129.5],
    ['on the antimeridian', { latitude: 10, longitude: 180 }, { latitude: 10, longitude: -180 }, 0],
    ['over the north pole', { latitude: 89.99, longitude: 0 }, { latitude: 89.99, longitude: 180 }, 2_233.9],
    ['at the south pole', { latitude: -90, longitude: 77 }, { latitude: -90, longitude: -3 }, 0],
  ])('are found %s', async (_, ride, centre, metres) => {
    const rideId = await place(ride);
    const { data } = await nearby(centre, 3_000);
    expect(data).toMatchObject([{ rideId }]);
    expect(data[0]!.distanceMeters).toBeGreaterThanOrEqual(metres * 0.995);
    expect(data[0]!.distanceMeters).toBeLessThanOrEqual(metres * 1.005 + 0.1);
  });

  it('are sorted by id if they are equally near, page by page', async () => {
    const here = { latitude: 28.4, longitude: -81.5 };
    const rides = [await place(here), await place(here), await place({ latitude: 28.4001, longitude: -81.5 })];
    const first = await nearby(here, 100, '&limit=1');
    const rest = await nearby(here, 100, '&limit=2&offset=1');
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(rides);
    expect([first.page.total, rest.page.total]).toEqual([3, 3]);
  });

  it('are filtered by class, by type, and by the height of a rider', async () => {
    const here = { latitude: 28.4, longitude: -81.5 };
    const free = await place(here);
    const tall = await place(here, { height_min_cm: 122, indoor_outdoor: 'INDOOR' });
    const small = await place(here, { height_max_cm: 120, indoor_outdoor: 'OUTDOOR' });
    const alone = await place(here, { height_min_cm: 100, height_min_unaccompanied_cm: 140 });
    await api.query(`UPDATE rides SET entity_type = 'SHOW' WHERE ride_id = ?`, [free]);
    const ask = async (more: string) => idsOf(await nearby(here, 100, more));
    expect(await ask('&maxHeightRequirementCm=110')).toEqual([free, small, alone]);
    expect(await ask('&maxHeightRequirementCm=121')).toEqual([free, alone]);
    expect(await ask('&maxHeightRequirementCm=122')).toEqual([free, tall, alone]);
    expect(await ask('&indoorOutdoor=INDOOR')).toEqual([tall]);
    expect(await ask('&entityType=SHOW')).toEqual([free]);
  });

  it('do not include entries of parks and destinations unless requested', async () => {
    const here = { latitude: 28.4, longitude: -81.5 };
    const [ride, park, resort] = [await place(here), await place(here), await place(here)];
    await api.query(`UPDATE rides SET entity_type = 'PARK' WHERE ride_id = ?`, [park]);
    await api.query(`UPDATE entity_metadata SET entity_type = 'DESTINATION' WHERE ride_id = ?`, [resort]);
    await api.query(`UPDATE rides SET entity_type = NULL WHERE ride_id = ?`, [resort]);
    expect(await nearby(here, 100)).toMatchObject({ data: [{ rideId: ride }], page: { total: 1 } });
    expect(idsOf(await nearby(here, 100, '&entityType=PARK'))).toEqual([park]);
  });

  it('do not include inactive or linked rides', async () => {
    const here = { latitude: 28.4, longitude: -81.5 };
    const [ride, missing, alias] = [await place(here), await place(here), await place(here)];
    await api.query('UPDATE rides SET is_active = 0 WHERE ride_id = ?', [missing]);
    await api.query(
      `INSERT INTO ride_aliases (alias_ride_id, ride_id, themeparks_wiki_id, linked_at)
       SELECT ride_id, ?, themeparks_wiki_id, NOW(3) FROM rides WHERE ride_id = ?`,
      [ride, alias],
    );
    expect(idsOf(await nearby(here, 100))).toEqual([ride]);
  });

  it('are refused without a point, with one off the earth, and for too wide a circle', async () => {
    for (const query of [
      '',
      'latitude=91&longitude=0',
      'latitude=1&longitude=x',
      'latitude=1&longitude=2&radiusMeters=600000',
    ]) {
      const { status, body } = await api.get(`/api/rides/nearby?${query}`);
      expect([status, body]).toMatchObject([400, { error: { code: 'VALIDATION_FAILED' } }]);
    }
  });

  it('equal those of a brute-force computation, nearest first, anywhere on earth', async () => {
    const rides = await scatterRides(api.dataSource, parkId, 2_000);
    const random = new SeededRandom(11);
    const centres = [
      { latitude: 28.41, longitude: -81.52 },
      { latitude: 0.1, longitude: -179.9999 },
      { latitude: 0, longitude: 180 },
      { latitude: 89.9, longitude: 45 },
      { latitude: -90, longitude: 0 },
      ...Array.from({ length: 10 }, () => ({
        latitude: random.between(-90, 90),
        longitude: random.between(-180, 180),
      })),
    ];
    for (const centre of centres) {
      for (const radiusMeters of [20_000, 450_000]) {
        const expected = nearestOf(rides, centre, radiusMeters);
        const response = await nearby(centre, radiusMeters, '&limit=200');
        expect(response.page.total).toBe(expected.length);
        expect(idsOf(response)).toEqual(expected.slice(0, 200).map(({ rideId }) => rideId));
        for (const [index, { distanceMeters }] of response.data.entries()) {
          expect(Math.abs(distanceMeters - expected[index]!.distanceMeters)).toBeLessThan(0.1);
        }
      }
    }
  });
});
