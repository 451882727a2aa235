import type { DataSource } from 'typeorm';
import { TransactionService } from '../../src/common/database/transaction.service.js';
import { Clock } from '../../src/common/time/clock.js';
import { IdMapping } from '../../src/modules/catalog/entities/catalog-decision.entity.js';
import { Destination, Park } from '../../src/modules/catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../src/modules/catalog/entities/ride.entity.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import type { ObservedEntity } from '../../src/modules/catalog/registry/observed-entity.js';
import { loadConfig } from '../../src/common/config/app-config.js';
import { RideDays } from '../../src/modules/catalog/registry/entity-changes.service.js';
import { RideDaysRepository } from '../../src/modules/catalog/registry/entity-changes.sql.js';
import { ObservationWriter } from '../../src/modules/snapshots/writing/observation-writer.js';
import { ObservationRepository } from '../../src/modules/snapshots/writing/observation.repository.sql.js';
import { ObservedDatesRepository } from '../../src/modules/catalog/registry/observed-dates.sql.js';
import { ParkRegistration } from '../../src/modules/catalog/registry/park-registration.service.js';
import { RegistryRepository } from '../../src/modules/catalog/registry/registry.repository.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const NOW = new Date('2024-07-01T12:00:00.000Z');
const DAY_MS = 86_400_000;
const SEEN_MS = Date.UTC(2024, 5, 1, 10);
const ZONE = 'America/New_York';

class FixedClock extends Clock {
  override now(): Date {
    return NOW;
  }
}

/** A deterministic UUID for a number. */
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const PARK = uuid(900);

function entity(number: number, name: string, overrides: Partial<ObservedEntity> = {}): ObservedEntity {
  const observed = { firstSeenMs: SEEN_MS, lastSeenMs: SEEN_MS + DAY_MS };
  return {
    themeparksWikiId: uuid(number),
    names: name === '' ? [] : [{ name, ...observed }],
    parkId: PARK,
    parkSlug: 'the-great-park',
    timezone: ZONE,
    isShow: false,
    isPark: false,
    ...observed,
    ...overrides,
  };
}

describe('the registry of entities', () => {
  let open: OpenDatabase;
  let registry: EntityRegistry;
  let destinationId: number;
  let destinations = 500;

  const registryOf = (dataSource: DataSource) => {
    const writer = new ObservationWriter(new ObservationRepository());
    const rideDays = new RideDays(new RideDaysRepository(), writer, loadConfig({}), new FixedClock());
    const repository = new RegistryRepository(
      dataSource.getRepository(Destination),
      dataSource.getRepository(Park),
      dataSource.getRepository(Ride),
      dataSource.getRepository(RideAlias),
      dataSource.getRepository(IdMapping),
    );
    return new EntityRegistry(
      new TransactionService(dataSource),
      repository,
      new ObservedDatesRepository(),
      new ParkRegistration(repository, rideDays),
      new FixedClock(),
    );
  };
  const query = <Row>(sql: string, values: unknown[] = []) => open.dataSource.query<Row[]>(sql, values);
  const context = () => ({ destinationId, importId: 'imp_1' });
  const register = (...entities: ObservedEntity[]) => registry.register(context(), entities);
  const rideNames = async () =>
    (await query<{ name: string }>('SELECT name FROM rides ORDER BY ride_id')).map(({ name }) => name);
  const decisionOn = async (number: number) => {
    const rows = await query<Record<string, unknown>>(
      `SELECT ride_id AS rideId, method, score, reason, archive_name AS archiveName, matched_name AS matchedName,
              import_id AS importId, decided_at AS decidedAt, undone_at AS undoneAt
         FROM id_mappings WHERE themeparks_wiki_id = ?`,
      [uuid(number)],
    );
    expect(rows).toHaveLength(1);
    return rows[0]!;
  };
  const aliases = () =>
    query('SELECT alias_ride_id AS aliasRideId, ride_id AS rideId, themeparks_wiki_id AS wikiId FROM ride_aliases');
  /** A ride without a UUID, as entered by hand. */
  const insertRide = async (name: string, entityType: string | null = null): Promise<number> => {
    const [park] = await query<{ id: number }>('SELECT park_id AS id FROM parks WHERE themeparks_wiki_id = ?', [PARK]);
    await query('INSERT INTO rides (park_id, name, normalized_name, entity_type) VALUES (?, ?, ?, ?)', [
      park!.id,
      name,
      name.toLowerCase(),
      entityType,
    ]);
    const [ride] = await query<{ id: number }>('SELECT MAX(ride_id) AS id FROM rides');
    return ride!.id;
  };

  beforeAll(async () => {
    open = await openMigratedDatabase('registry');
    registry = registryOf(open.dataSource);
  });
  afterAll(() => open.close());

  beforeEach(async () => {
    for (const table of ['id_mappings', 'ride_aliases', 'ride_names', 'rides', 'parks', 'destinations']) {
      await query(`DELETE FROM ${table}`);
    }
    destinationId = await registry.ensureDestination(uuid(destinations++));
  });

  describe('destinations', () => {
    it('are identified by their UUID and named after it until a name is reported', async () => {
      const id = uuid(destinations++);
      const first = await registry.ensureDestination(id);
      expect(await registry.ensureDestination(id)).toBe(first);
      const [row] = await query('SELECT name FROM destinations WHERE destination_id = ?', [first]);
      expect(row).toEqual({ name: 'Destination 00000000' });
    });

    it('are created once by concurrent processes', async () => {
      const others = await Promise.all([open.connect(), open.connect()]);
      const ids = await Promise.all(others.map((other) => registryOf(other).ensureDestination(uuid(777))));
      expect(new Set(ids).size).toBe(1);
    });
  });

  describe('rides', () => {
    it('are created with their park for unknown entities, and found the next time', async () => {
      const first = await register(entity(1, 'Space Mountain'), entity(2, 'Splash Battle'));
      expect([...first.keys()].sort()).toEqual([uuid(1), uuid(2)]);
      expect(first.get(uuid(1))).toMatchObject({ timezone: ZONE, parkUnknown: false });
      expect(await register(entity(2, 'Another Name'), entity(1, 'Space Mountain'))).toEqual(first);
      expect(await rideNames()).toHaveLength(2);
      expect(await query('SELECT name, slug, timezone FROM parks')).toEqual([
        { name: 'The Great Park', slug: 'the-great-park', timezone: ZONE },
      ]);
    });

    it('have their latest name, normalised name, dates and type', async () => {
      const names = [
        { name: 'Haunted Mansion Holiday', firstSeenMs: SEEN_MS, lastSeenMs: SEEN_MS + 2 * DAY_MS },
        { name: 'Haunted Mansion', firstSeenMs: SEEN_MS, lastSeenMs: SEEN_MS + DAY_MS },
      ];
      await register(
        entity(1, '', { names }),
        entity(2, 'Fireworks™', { isShow: true }),
        entity(3, 'The Park', { isPark: true }),
      );
      expect(
        await query('SELECT name, entity_type AS type, first_seen_at AS observed FROM rides ORDER BY ride_id'),
      ).toEqual([
        { name: 'Haunted Mansion Holiday', type: null, observed: new Date(SEEN_MS) },
        { name: 'Fireworks™', type: 'SHOW', observed: new Date(SEEN_MS) },
        { name: 'The Park', type: 'PARK', observed: new Date(SEEN_MS) },
      ]);
    });

    it('are named by the beginning of their UUID while no name is reported', async () => {
      await register(entity(1, ''));
      expect(await rideNames()).toEqual(['Unnamed 00000000']);
      expect(await decisionOn(1)).toMatchObject({ method: 'CREATED', archiveName: 'Unnamed 00000000' });
    });

    it('are created with a record of the decision', async () => {
      const ride = (await register(entity(1, 'Space Mountain'))).get(uuid(1))!;
      expect(await decisionOn(1)).toEqual({
        rideId: ride.rideId,
        method: 'CREATED',
        score: null,
        reason: 'NO_CANDIDATE',
        archiveName: 'Space Mountain',
        matchedName: null,
        importId: 'imp_1',
        decidedAt: NOW,
        undoneAt: null,
      });
    });

    it('are created in the order of the source', async () => {
      await register(entity(9, 'Nine'), entity(1, 'One'), entity(5, 'Five'));
      expect(await rideNames()).toEqual(['Nine', 'One', 'Five']);
    });
  });

  describe('matching', () => {
    beforeEach(() => register(entity(800, 'Anything Else')));

    it('links an entity to a ride of the same name without a UUID, and stores it under a separate ride', async () => {
      const old = await insertRide('Space Mountain');
      const ride = (await register(entity(1, 'SPACE MOUNTAIN™'))).get(uuid(1))!;
      expect(ride.rideId).not.toBe(old);
      expect(await aliases()).toEqual([{ aliasRideId: ride.rideId, rideId: old, wikiId: uuid(1) }]);
      expect(await decisionOn(1)).toMatchObject({
        rideId: old,
        method: 'EXACT_NAME',
        score: 1,
        reason: 'EQUAL_NAME',
        archiveName: 'SPACE MOUNTAIN™',
        matchedName: 'Space Mountain',
      });
    });

    it('links a similar spelling, with its score', async () => {
      const old = await insertRide('Pirates of the Caribbean');
      await register(entity(1, 'Pirates of the Carribean'));
      const decision = await decisionOn(1);
      expect(decision).toMatchObject({ rideId: old, method: 'FUZZY_NAME', reason: 'SIMILAR_NAME' });
      expect(decision.score).toBeGreaterThan(0.8);
      expect(decision.score).toBeLessThan(1);
    });

    it('finds a ride by a former name', async () => {
      const old = await insertRide('Guardians of the Galaxy');
      await query('INSERT INTO ride_names VALUES (?, ?, ?, ?)', [old, 'Tower of Terror', NOW, NOW]);
      await register(entity(1, 'Tower of Terror'));
      expect(await decisionOn(1)).toMatchObject({ rideId: old, method: 'EXACT_NAME', matchedName: 'Tower of Terror' });
    });

    it.each([
      [
        'has a UUID',
        async () => void (await register(entity(2, 'Space Mountain'))),
        'Space Mountain',
        'HAS_OTHER_UUID',
      ],
      [
        'is linked to another UUID',
        async () => {
          await insertRide('Space Mountain');
          await register(entity(2, 'Space Mountain'));
        },
        'Space Mountain',
        'HAS_OTHER_UUID',
      ],
      [
        'has another number',
        async () => void (await insertRide('Rocket Racers 2')),
        'Rocket Racers 1',
        'DISTINGUISHING_WORD',
      ],
      [
        'has another colour',
        async () => void (await insertRide('Blue Dragon Coaster')),
        'Red Dragon Coaster',
        'DISTINGUISHING_WORD',
      ],
      [
        'is an attraction, not a show',
        async () => void (await insertRide('Aladdin', 'ATTRACTION')),
        'Aladdin',
        'OTHER_ENTITY_TYPE',
      ],
    ])('never links to a ride that %s', async (_, given, name, reason) => {
      await given();
      const linkedBefore = await aliases();
      const ride = (await register(entity(1, name, { isShow: name === 'Aladdin' }))).get(uuid(1))!;
      expect(await aliases()).toEqual(linkedBefore);
      expect(await decisionOn(1)).toMatchObject({ rideId: ride.rideId, method: 'CREATED', reason });
    });

    it('links nothing if two rides or two entities match equally well', async () => {
      await insertRide('Carousel');
      await insertRide('Carousel');
      await register(entity(1, 'Carousel'));
      expect(await decisionOn(1)).toMatchObject({ method: 'CREATED', reason: 'AMBIGUOUS', matchedName: 'Carousel' });
      await insertRide('Log Flume');
      await register(entity(2, 'Log Flume'), entity(3, 'Log Flume'));
      expect(await decisionOn(2)).toMatchObject({ method: 'CREATED', reason: 'AMBIGUOUS' });
      expect(await decisionOn(3)).toMatchObject({ method: 'CREATED', reason: 'AMBIGUOUS' });
      expect(await aliases()).toEqual([]);
    });

    it('never links to a ride of another park', async () => {
      await insertRide('Space Mountain');
      await register(entity(1, 'Space Mountain', { parkId: uuid(901), parkSlug: 'another' }));
      expect(await decisionOn(1)).toMatchObject({ method: 'CREATED', reason: 'NO_CANDIDATE' });
    });
  });

  describe('parks', () => {
    const parkOf = async (number: number) => {
      const [row] = await query(
        `SELECT p.themeparks_wiki_id AS wikiId, p.name, p.timezone FROM rides r JOIN parks p ON p.park_id = r.park_id
          WHERE r.themeparks_wiki_id = ?`,
        [uuid(number)],
      );
      return row;
    };

    it('are named after their UUID if nothing else is known', async () => {
      await register(entity(1, 'One', { parkSlug: null, timezone: null }));
      expect(await parkOf(1)).toEqual({ wikiId: PARK, name: 'Park 00000000', timezone: null });
    });

    it('get their time zone from the first source that reports it, and keep it', async () => {
      await register(entity(1, 'One', { timezone: null }), entity(2, 'Two'));
      expect(await parkOf(1)).toMatchObject({ timezone: ZONE });
      await register(entity(1, 'One', { timezone: 'Asia/Tokyo' }));
      expect(await parkOf(1)).toMatchObject({ timezone: ZONE });
    });

    it('get their time zone later if the first source does not report it', async () => {
      const before = await register(entity(1, 'One', { timezone: null }));
      expect(before.get(uuid(1))!.timezone).toBeNull();
      const after = await register(entity(1, 'One'));
      expect(after.get(uuid(1))!.timezone).toBe(ZONE);
    });

    it('get their time zone from one of their rides that is reported without a park', async () => {
      await register(entity(1, 'One', { timezone: null }));
      const after = await register(entity(1, 'One', { parkId: null }));
      expect(after.get(uuid(1))).toMatchObject({ timezone: ZONE, parkUnknown: false });
    });

    it('are one placeholder per destination for all rides without a reported park', async () => {
      const homeless = { parkId: null, parkSlug: null, timezone: null };
      const first = await register(entity(1, 'One', homeless));
      const both = await register(entity(1, 'One', homeless), entity(2, 'Two', { ...homeless, timezone: ZONE }));
      expect(first.get(uuid(1))).toMatchObject({ parkUnknown: true, timezone: null });
      expect(both.get(uuid(2))).toEqual({ ...both.get(uuid(1)), rideId: both.get(uuid(2))!.rideId, name: 'Two' });
      expect(await query('SELECT themeparks_wiki_id AS wikiId, name, timezone FROM parks')).toEqual([
        { wikiId: null, name: 'Park not known', timezone: ZONE },
      ]);
    });

    it('take the time zone of an unassigned ride that reports it later', async () => {
      const homeless = { parkId: null, parkSlug: null };
      await register(entity(1, 'One', { ...homeless, timezone: null }));
      const later = await register(entity(1, 'One', homeless));
      expect(later.get(uuid(1))).toMatchObject({ parkUnknown: true, timezone: ZONE });
    });

    it('get the ride with its id as soon as a source reports them', async () => {
      const homeless = await register(entity(1, 'One', { parkId: null, parkSlug: null }));
      const moved = await register(entity(1, 'One'));
      expect(moved.get(uuid(1))).toMatchObject({ rideId: homeless.get(uuid(1))!.rideId, parkUnknown: false });
      expect(await parkOf(1)).toMatchObject({ wikiId: PARK });
      expect(await decisionOn(1)).toMatchObject({ method: 'CREATED' });
      const marked = await query<{ park: string | null }>(
        `SELECT DISTINCT p.themeparks_wiki_id AS park FROM invalidated_park_days d JOIN parks p ON p.park_id = d.park_id
          WHERE d.reason = 'PARK_FOUND' ORDER BY park`,
      );
      expect(marked.map(({ park }) => park)).toEqual([null, PARK]);
    });

    it('keep a ride that a later source assigns to another park', async () => {
      await register(entity(1, 'One'));
      await register(entity(1, 'One', { parkId: uuid(901) }));
      expect(await parkOf(1)).toMatchObject({ wikiId: PARK });
    });
  });

  describe('concurrent processes', () => {
    it('create every ride and every park once', async () => {
      const others = await Promise.all([open.connect(), open.connect()]);
      const entities = Array.from({ length: 30 }, (_, index) => entity(index, `Ride called ${'x'.repeat(index + 8)}`));
      const [one, two] = await Promise.all(others.map((other) => registryOf(other).register(context(), entities)));
      expect(one).toEqual(two);
      expect(one!.size).toBe(30);
      expect(await rideNames()).toHaveLength(30);
      const [counts] = await query('SELECT COUNT(*) AS decisions FROM id_mappings');
      expect(counts).toEqual({ decisions: 30 });
    });

    it('agree on a park and a ride that two destinations report', async () => {
      const others = await Promise.all([open.connect(), open.connect(), open.connect()]);
      const registered = await Promise.all(
        others.map(async (other) => {
          const own = registryOf(other);
          const id = await own.ensureDestination(uuid(destinations++));
          return own.register({ destinationId: id, importId: null }, [entity(1, 'Shared Ride')]);
        }),
      );
      expect(new Set(registered.map((rides) => rides.get(uuid(1))!.rideId)).size).toBe(1);
      expect(await rideNames()).toEqual(['Shared Ride']);
    });
  });

  describe('looking up without creating', () => {
    it('finds known entities and creates only the permitted ones', async () => {
      await register(entity(1, 'One'));
      const found = await registry.registerOrFind(
        context(),
        [entity(2, 'Two')],
        [entity(1, 'One'), entity(3, 'Three')],
      );
      expect([...found.keys()].sort()).toEqual([uuid(1), uuid(2)]);
      expect(await rideNames()).toEqual(['One', 'Two']);
    });

    it('returns nothing for empty lists', async () => {
      expect(await registry.registerOrFind(context(), [], [])).toEqual(new Map());
    });
  });

  describe('names over the years', () => {
    const at = (day: number): number => SEEN_MS + day * DAY_MS;
    const use = async (number: number, name: string, firstDay: number, lastDay: number) => {
      const [ride] = await query<{ id: number }>('SELECT ride_id AS id FROM rides WHERE themeparks_wiki_id = ?', [
        uuid(number),
      ]);
      const names = [{ rideId: ride!.id, name, firstSeenMs: at(firstDay), lastSeenMs: at(lastDay) }];
      await new ObservedDatesRepository().recordNames(open.dataSource.manager, names);
    };
    const nameOf = async (number: number) =>
      (
        await query('SELECT name, normalized_name AS normalised FROM rides WHERE themeparks_wiki_id = ?', [
          uuid(number),
        ])
      )[0];

    beforeEach(() => register(entity(1, 'Cafe Orleans'), entity(2, 'Splash Mountain')));

    it('are stored with the first and last time of their use, in any order of files', async () => {
      await use(1, 'Cafe Orleans', 5, 6);
      await use(1, 'Cafe Orleans', 1, 2);
      await use(1, 'Café Orléans', 9, 9);
      expect(
        await query('SELECT name, first_seen_at AS first, last_seen_at AS last FROM ride_names ORDER BY first_seen_at'),
      ).toEqual([
        { name: 'Cafe Orleans', first: new Date(at(1)), last: new Date(at(6)) },
        { name: 'Café Orléans', first: new Date(at(9)), last: new Date(at(9)) },
      ]);
    });

    it('give the ride its newest name, including changes of accents and case', async () => {
      await use(1, 'Cafe Orleans', 1, 2);
      await use(1, 'Café Orléans', 3, 4);
      expect(await registry.refreshObserved(destinationId)).toBe(1);
      expect(await nameOf(1)).toEqual({ name: 'Café Orléans', normalised: 'cafe orleans' });
      await use(1, 'CAFÉ ORLÉANS', 5, 6);
      expect(await registry.refreshObserved(destinationId)).toBe(1);
      expect(await nameOf(1)).toMatchObject({ name: 'CAFÉ ORLÉANS' });
      expect(await registry.refreshObserved(destinationId)).toBe(0);
    });

    it('keep the newest name when an older file is imported later', async () => {
      await use(2, 'Tiana’s Bayou Adventure', 100, 110);
      await registry.refreshObserved(destinationId);
      await use(2, 'Splash Mountain', 1, 90);
      expect(await registry.refreshObserved(destinationId)).toBe(0);
      expect(await nameOf(2)).toMatchObject({ name: 'Tiana’s Bayou Adventure' });
      expect(await query('SELECT name FROM ride_names WHERE name LIKE ?', ['Splash%'])).toHaveLength(1);
    });

    it('do not change rides of another destination', async () => {
      await use(1, 'Another Name', 3, 4);
      expect(await registry.refreshObserved(destinationId + 1_000)).toBe(0);
      expect(await nameOf(1)).toMatchObject({ name: 'Cafe Orleans' });
    });

    it('are refreshed without waiting for a concurrent write to another destination', async () => {
      const otherId = await registry.ensureDestination(uuid(destinations++));
      await registry.register({ destinationId: otherId, importId: null }, [
        entity(31, 'Far Away', { parkId: uuid(901) }),
        entity(32, 'Farther Away', { parkId: uuid(901) }),
      ]);
      await use(1, 'Cafe Orleans', 0, 50);
      const writer = open.dataSource.createQueryRunner();
      await writer.startTransaction();
      for (const number of [31, 32]) {
        await writer.query('UPDATE rides SET entity_type = ? WHERE themeparks_wiki_id = ?', ['SHOW', uuid(number)]);
      }
      await registry.refreshObserved(destinationId);
      await writer.rollbackTransaction();
      await writer.release();
      const [ride] = await query<{ at: Date }>('SELECT last_seen_at AS at FROM rides WHERE themeparks_wiki_id = ?', [
        uuid(1),
      ]);
      expect(ride!.at).toEqual(new Date(at(50)));
    });

    it('widen the dates of rides, parks and the destination, and never narrow them', async () => {
      await use(1, 'Cafe Orleans', -10, 40);
      await registry.refreshObserved(destinationId);
      const first = new Date(at(-10));
      const last = new Date(at(40));
      const observed = async (table: string) =>
        query(`SELECT first_seen_at AS first, last_seen_at AS last FROM ${table} ORDER BY 1`);
      expect(await observed('rides')).toEqual([
        { first, last },
        { first: new Date(at(0)), last: new Date(at(1)) },
      ]);
      expect(await observed('parks')).toEqual([{ first, last }]);
      expect(
        await query('SELECT first_seen_at AS first, last_seen_at AS last FROM destinations WHERE destination_id = ?', [
          destinationId,
        ]),
      ).toEqual([{ first, last }]);
    });
  });
});
