import type { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { EntityAssigner, type ParkScope } from './entity-assigner.js';

const CONTEXT = { destinationId: 1, importId: 'imp_1' };
const ZONE = 'Europe/Paris';

function entity(id: string, overrides: Partial<ObservedEntity> = {}): ObservedEntity {
  const read = { firstSeenMs: 0, lastSeenMs: 1 };
  return {
    themeparksWikiId: id,
    names: [{ name: id, ...read }],
    parkId: 'park-1',
    parkSlug: null,
    timezone: ZONE,
    isShow: false,
    isPark: false,
    ...read,
    ...overrides,
  };
}

/** A registry that gives every entity the ride it is told, and notes what it was asked; unknown ones get none. */
function assigner(rides: Readonly<Record<string, Partial<RegisteredEntity>>>, scope: ParkScope | null = null) {
  const asked: string[] = [];
  const note = (kind: string, entities: readonly ObservedEntity[]) =>
    asked.push(`${kind} ${entities.map(({ themeparksWikiId }) => themeparksWikiId).join(',')}`);
  const response = (entities: readonly ObservedEntity[]) =>
    new Map(
      entities
        .filter(({ themeparksWikiId }) => rides[themeparksWikiId])
        .map(({ themeparksWikiId }): [string, RegisteredEntity] => [
          themeparksWikiId,
          {
            rideId: 1,
            name: 'Ride',
            parkId: 1,
            destinationId: 1,
            timezone: ZONE,
            parkUnknown: false,
            parkWikiId: null,
            entityType: null,
            ...rides[themeparksWikiId],
          },
        ]),
    );
  const registry: Pick<EntityRegistry, 'register' | 'registerOrFind'> = {
    register: (_context, entities) => {
      note('register', entities);
      return Promise.resolve(response(entities));
    },
    registerOrFind: (_context, entities, onlyIfKnown) => {
      note('register', entities);
      note('find', onlyIfKnown);
      return Promise.resolve(response([...entities, ...onlyIfKnown]));
    },
  };
  return { asked, target: new EntityAssigner(registry as EntityRegistry, CONTEXT, scope) };
}

describe('assigning entities to rides', () => {
  it('gives one assignment for each entity, in their order', async () => {
    const { target } = assigner({ a: { rideId: 5 }, b: { rideId: 6, parkId: 2, timezone: null } });
    expect(await target.assign([entity('b'), entity('a')])).toEqual([
      { rideId: 6, parkId: 2, timezone: null },
      { rideId: 5, parkId: 1, timezone: ZONE },
    ]);
  });

  it('looks an entity up only once', async () => {
    const { target, asked } = assigner({ a: {}, b: {} });
    await target.assign([entity('a')]);
    await target.assign([entity('a'), entity('b')]);
    await target.assign([entity('a'), entity('b')]);
    expect(asked).toEqual(['register a', 'register b']);
  });

  it('looks an entity up again if a file adds its missing park', async () => {
    const { target, asked } = assigner({ a: { parkUnknown: true } });
    await target.assign([entity('a', { parkId: null })]);
    await target.assign([entity('a', { parkId: null })]);
    expect(asked).toHaveLength(1);
    await target.assign([entity('a')]);
    expect(asked).toHaveLength(2);
  });

  it('looks an entity up again if a file adds the missing zone of its park', async () => {
    const { target, asked } = assigner({ a: { timezone: null } });
    await target.assign([entity('a', { timezone: null })]);
    await target.assign([entity('a', { timezone: null })]);
    expect(asked).toHaveLength(1);
    await target.assign([entity('a')]);
    expect(asked).toHaveLength(2);
  });
});

describe('assigning entities in an import of one park', () => {
  const scope = { parkId: 1, themeparksWikiId: 'park-1' };

  it('excludes unknown entities that name another park, and does not register them', async () => {
    const { target, asked } = assigner({ a: {} }, scope);
    const [here, there] = await target.assign([entity('a'), entity('b', { parkId: 'park-2' })]);
    expect([here!.rideId, there!.rideId]).toEqual([1, 0]);
    expect(asked).toEqual(['register a', 'find b']);
  });

  it('only looks up entities that name no park', async () => {
    const { target, asked } = assigner({ known: {} }, scope);
    const rides = await target.assign([entity('known', { parkId: null }), entity('new', { parkId: null })]);
    expect(rides.map(({ rideId }) => rideId)).toEqual([1, 0]);
    expect(asked).toEqual(['register ', 'find known,new']);
  });

  it('excludes a ride of another park, whatever park the file names', async () => {
    const { target } = assigner({ a: { parkId: 2 } }, scope);
    expect(await target.assign([entity('a')])).toEqual([{ rideId: 0, parkId: 0, timezone: null }]);
  });

  it('includes a ride of the park even if the file names another park', async () => {
    const { target } = assigner({ a: {} }, scope);
    const [ride] = await target.assign([entity('a', { parkId: 'park-2' })]);
    expect(ride!.rideId).toBe(1);
  });
});
