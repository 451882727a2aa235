import { catalogueResponse, type SmallPark, type SmallRide, uuidOf } from '../support/small-catalogue.js';
import { CatalogWorld } from './support/catalog-world.js';

const world = CatalogWorld.forTests('reported_facts');

async function sync(park: Partial<SmallPark>, rides: readonly Partial<SmallRide>[]) {
  world.toNextDay();
  const parks = [{ id: 2, name: 'Park', ...park }];
  const children = rides.map((ride, index) => ({ id: 10 + index, name: `Ride ${index}`, parkId: 2, ...ride }));
  catalogueResponse(world.api, [{ id: 1, name: 'Resort', parks, rides: children }]);
  return world.app.sync();
}
const position = async () =>
  (await world.app.query('SELECT latitude, longitude FROM parks WHERE themeparks_wiki_id = ?', [uuidOf(2)]))[0];
const refusals = () =>
  world.app.query<{ status: string; description: string }>(
    `SELECT resolution_status AS status, description FROM data_quality_log WHERE reason = 'PARK_POSITION_REFUSED'`,
  );

describe('the position of a park', () => {
  const rides = [28.401, 28.402, 28.403].map((latitude) => ({ location: { latitude, longitude: -81.5 } }));

  it.each([
    ['at 0/0', { latitude: 0, longitude: 0 }],
    ['swapped', { latitude: -81.5, longitude: 28.4 }],
    ['out of range', { latitude: 128.4, longitude: -81.5 }],
    ['far from all its rides', { latitude: 49.13, longitude: 2.57 }],
  ])('is refused with one finding when it is %s', async (_, location) => {
    await sync({ location }, rides);
    await sync({ location }, rides);
    expect(await position()).toEqual({ latitude: null, longitude: null });
    expect(await refusals()).toMatchObject([{ status: 'OPEN' }]);
  });

  it('is removed if the stored one is impossible, and kept otherwise', async () => {
    await sync({ location: { latitude: 28.4, longitude: -81.5 } }, rides);
    await sync({ location: { latitude: 0, longitude: 0 } }, rides);
    expect(await position()).toEqual({ latitude: 28.4, longitude: -81.5 });
    await world.app.query('UPDATE parks SET latitude = 0, longitude = 0');
    await sync({ location: { latitude: 0, longitude: 0 } }, rides);
    expect(await position()).toEqual({ latitude: null, longitude: null });
  });

  it('closes its finding when a valid position is reported', async () => {
    await sync({ location: { latitude: 0, longitude: 0 } }, rides);
    await sync({ location: { latitude: 28.4, longitude: -81.5 } }, rides);
    expect(await refusals()).toMatchObject([{ status: 'RESOLVED' }]);
  });
});

describe('the time zone of a park', () => {
  const zone = async () =>
    (await world.app.query('SELECT timezone FROM parks WHERE themeparks_wiki_id = ?', [uuidOf(2)]))[0];
  const marks = () => world.app.query('SELECT 1 FROM invalidated_park_days');
  const corrections = () => world.app.query(`SELECT 1 FROM data_quality_log WHERE reason = 'TIMEZONE_CORRECTED'`);

  it.each([
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Kolkata', 'Asia/Calcutta'],
  ])('is the same under another name: %s, then %s', async (timezone, alias) => {
    await sync({ timezone }, [{}]);
    await sync({ timezone: alias }, [{}]);
    expect([await zone(), await marks(), await corrections()]).toEqual([{ timezone }, [], []]);
  });

  const refused = () =>
    world.app.query<{ status: string; description: string; parkId: number }>(
      `SELECT resolution_status AS status, description, park_id AS parkId FROM data_quality_log
        WHERE reason = 'PARK_TIMEZONE_REFUSED'`,
    );

  it.each([
    ['a name that IANA does not have', 'Europe/Entenhausen', '"Europe/Entenhausen"'],
    ['an offset', '+02:00', '"+02:00"'],
    ['a number', 120, '"120"'],
  ])('is kept if the catalogue reports %s, with one finding that names park and value', async (_, timezone, named) => {
    await sync({ timezone: 'Europe/Paris' }, [{}]);
    await sync({ timezone }, [{}]);
    await sync({ timezone }, [{}]);
    expect(await zone()).toEqual({ timezone: 'Europe/Paris' });
    const findings = await refused();
    expect(findings).toMatchObject([{ status: 'OPEN', parkId: expect.any(Number) as number }]);
    expect(findings[0]!.description).toContain(named);
    expect(findings[0]!.description).toContain('"Park"');
    expect(findings[0]!.description).toContain('keeps Europe/Paris');
  });

  it('is reported as missing for a new park until a later response has a valid one', async () => {
    await sync({ timezone: 'Mars/Olympus' }, [{}]);
    expect(await zone()).toEqual({ timezone: null });
    expect((await refused())[0]!.description).toContain('days are UTC days');
    await sync({ timezone: '' }, [{}]);
    expect(await refused()).toMatchObject([{ status: 'OPEN' }]);
    await sync({ timezone: ' America/New_York ' }, [{}]);
    expect(await zone()).toEqual({ timezone: 'America/New_York' });
    expect(await refused()).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('is corrected if the new one has other rules', async () => {
    await sync({ timezone: 'Europe/Kiev' }, [{}]);
    await sync({ timezone: 'Europe/Paris' }, [{}]);
    expect(await zone()).toEqual({ timezone: 'Europe/Paris' });
    expect(await corrections()).toHaveLength(1);
    expect(await marks()).not.toHaveLength(0);
  });
});

describe('a name with status words', () => {
  const names = () => world.app.query<{ name: string }>('SELECT name FROM rides ORDER BY ride_id');
  const allNames = () => world.app.query<{ name: string }>('SELECT name FROM ride_names ORDER BY ride_id, name');

  it('does not rename the ride, whatever decorations are added or removed', async () => {
    await sync({}, [{ name: 'Behind Closed Doors' }, { name: '[Unavailable] Turbo' }]);
    expect(await names()).toEqual([{ name: 'Behind Closed Doors' }, { name: 'Turbo' }]);
    const report = await sync({}, [{ name: 'CLOSED: Behind Closed Doors™' }, { name: 'Turbo (Temporarily closed)' }]);
    expect(report).toMatchObject({ renamed: 0, ridesCreated: 0 });
    expect(await names()).toEqual([{ name: 'Behind Closed Doors' }, { name: 'Turbo' }]);
    expect(await allNames()).toEqual([{ name: 'Behind Closed Doors' }, { name: 'Turbo' }]);
  });

  it('does not hide a real rename', async () => {
    await sync({}, [{ name: 'Splash Mountain' }]);
    expect(await sync({}, [{ name: 'CLOSED: Tiana’s Bayou Adventure' }])).toMatchObject({ renamed: 1 });
    expect(await names()).toEqual([{ name: 'Tiana’s Bayou Adventure' }]);
  });
});
