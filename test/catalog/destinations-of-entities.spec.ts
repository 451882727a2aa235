import { DecisionService } from '../../src/modules/catalog/decisions/decision.service.js';
import { catalogueResponse, type SmallDestination, uuidOf } from '../support/small-catalogue.js';
import { CatalogWorld } from './support/catalog-world.js';

const world = CatalogWorld.forTests('destinations_of_entities');

const PARK = { id: 20, name: 'Park' };
const RIDE = { id: 100, name: 'Turbo', parkId: 20 };
const OWN = { parks: [{ id: 30, name: 'Other Park' }], rides: [{ id: 200, name: 'Atlas', parkId: 30 }] };

async function sync(first: Partial<SmallDestination>, second: Partial<SmallDestination>, options = {}) {
  world.toNextDay();
  catalogueResponse(world.api, [
    { id: 1, name: 'Resort', parks: [], rides: [], ...first },
    { id: 2, name: 'Elsewhere', parks: [], rides: [], ...second },
  ]);
  return world.app.sync(options);
}
const parks = () =>
  world.app.query<{ park: string; resort: string }>(
    `SELECT p.name AS park, d.name AS resort FROM parks p JOIN destinations d ON d.destination_id = p.destination_id
      ORDER BY p.name`,
  );
const parkOf = async (id: number) => {
  const rows = await world.app.query<{ park: string; name: string; rideId: number; isActive: number }>(
    `SELECT p.name AS park, r.name, r.ride_id AS rideId, r.is_active AS isActive
       FROM rides r JOIN parks p ON p.park_id = r.park_id WHERE r.themeparks_wiki_id = ?`,
    [uuidOf(id)],
  );
  return rows[0]!;
};
const moves = () => world.app.query('SELECT cause, ride_id IS NOT NULL AS isRide FROM entity_moves');
const claims = () =>
  world.app.query<{ status: string; records: number }>(
    `SELECT resolution_status AS status, records_affected AS records FROM data_quality_log
      WHERE reason = 'CLAIMED_BY_OTHER_DESTINATION'`,
  );

describe('a park', () => {
  it('stays with the destination that names it if another one lists it too, with one finding', async () => {
    const first = { parks: [PARK], rides: [RIDE] };
    await sync(first, OWN);
    for (let day = 0; day < 3; day++) {
      const listed = [...OWN.parks, { ...PARK, name: 'Stolen', isListed: false }];
      await sync(first, { parks: listed, rides: [...OWN.rides, { ...RIDE, name: 'Other Name' }] });
      expect((await parks()).map(({ resort }) => resort)).toEqual(['Elsewhere', 'Resort']);
      expect(await parkOf(100)).toMatchObject({ name: 'Turbo', isActive: 1 });
    }
    expect(await moves()).toEqual([]);
    expect(await claims()).toEqual([{ status: 'OPEN', records: 2 }]);
    await sync(first, OWN);
    expect(await claims()).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('moves with its rides and history to another destination of the catalogue, and the move is recorded', async () => {
    await sync({ parks: [PARK], rides: [RIDE] }, OWN);
    const before = await parkOf(100);
    const moved = { parks: [...OWN.parks, PARK], rides: [...OWN.rides, RIDE] };
    await sync({}, moved);
    expect((await parks()).map(({ resort }) => resort)).toEqual(['Elsewhere', 'Elsewhere']);
    expect(await parkOf(100)).toEqual(before);
    await sync({}, moved);
    expect(await moves()).toEqual([{ cause: 'CATALOGUE', isRide: 0 }]);
  });
});

describe('a ride', () => {
  const first = { parks: [PARK], rides: [RIDE, { id: 101, name: 'Boat', parkId: 20 }] };
  const without = { ...first, rides: first.rides.slice(1) };
  const claimed = { ...OWN, rides: [...OWN.rides, { ...RIDE, parkId: 30 }] };

  it('stays while its destination lists it, and moves when only another one does', async () => {
    await sync(first, OWN);
    const { rideId } = await parkOf(100);
    await sync(first, claimed);
    expect(await parkOf(100)).toMatchObject({ park: 'Park' });
    await sync(without, claimed);
    expect(await parkOf(100)).toMatchObject({ rideId, park: 'Other Park', isActive: 1 });
    expect(await moves()).toEqual([{ cause: 'CATALOGUE', isRide: 1 }]);
  });

  it('stays if only the other destination is synchronised', async () => {
    await sync(first, OWN);
    await sync(without, claimed, { destination: uuidOf(2) });
    expect(await parkOf(100)).toMatchObject({ park: 'Park' });
  });
});

describe('a park that a decision merged into another one', () => {
  const listed = {
    parks: [PARK, { id: 21, name: 'Park' }],
    rides: [RIDE, { id: 101, name: 'Turbo', parkId: 21 }, { id: 102, name: 'Boat', parkId: 21 }],
  };
  const more = { ...listed, rides: [...listed.rides, { id: 103, name: 'Horse', parkId: 21 }] };
  const idOf = async (table: 'parks' | 'rides', id: number) => {
    const sql = `SELECT park_id AS id FROM ${table} WHERE themeparks_wiki_id = ?`;
    return (await world.app.query<{ id: number }>(sql, [uuidOf(id)]))[0]!.id;
  };
  const parkIds = () => Promise.all([101, 102, 103].map((id) => idOf('rides', id)));

  it('keeps its rides, including new ones, in the other park through synchronisations until the decision is undone', async () => {
    await sync(listed, OWN);
    const decisions = world.app.context.get(DecisionService, { strict: false });
    const [kept, aligned] = [await idOf('parks', 20), await idOf('parks', 21)];
    const request = { kind: 'SAME_AS' as const, parkId: aligned, targetParkId: kept };
    const { decision } = await decisions.decide(request, { note: null, decidedBy: null });
    expect(await sync(more, OWN)).toMatchObject({ moved: 0, ridesCreated: 1 });
    expect(await parkIds()).toEqual([kept, kept, kept]);
    await decisions.undo(decision.decisionId, { note: null, decidedBy: null });
    await sync(more, OWN);
    expect(await parkIds()).toEqual([aligned, aligned, aligned]);
  });
});
