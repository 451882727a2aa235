import { type ApiSimulator, type FaultPlan, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { DEFAULT_RENAME_SUFFIX, changedId } from '../../src/tools/api-simulator/feed-faults.js';
import { type SimEntity } from '../../src/tools/api-simulator/sim-world.js';
import { CatalogApp } from '../support/catalog-app.js';
import { emptyTables } from '../support/empty-tables.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const START_MS = Date.UTC(2026, 3, 15, 16);
const DAY_MS = 86_400_000;

let nowMs = START_MS;
let database: TestDatabase;
let api: ApiSimulator;
let app: CatalogApp;

interface RideRow {
  rideId: number;
  uuid: string;
  parkUuid: string | null;
  name: string;
  entityType: string | null;
  isActive: number;
  linkedTo: number | null;
}

const rides = () =>
  app.query<RideRow>(
    `SELECT r.ride_id AS rideId, r.themeparks_wiki_id AS uuid, p.themeparks_wiki_id AS parkUuid, r.name,
            r.entity_type AS entityType, r.is_active AS isActive, a.ride_id AS linkedTo
       FROM rides r JOIN parks p ON p.park_id = r.park_id LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id`,
  );
const rideOf = async (uuid: string) => (await rides()).find((ride) => ride.uuid === uuid)!;
const names = async (uuid: string) =>
  (
    await app.query<{ name: string }>(
      `SELECT n.name FROM ride_names n JOIN rides r ON r.ride_id = n.ride_id WHERE r.themeparks_wiki_id = ?
        ORDER BY n.first_seen_at, n.name`,
      [uuid],
    )
  ).map(({ name }) => name);
const findings = (reason: string) =>
  app.query<{ entityId: number | null; records: number; sample: unknown }>(
    'SELECT entity_id AS entityId, records_affected AS records, sample FROM data_quality_log WHERE reason = ?',
    [reason],
  );
const inPark = (entity: SimEntity) => entity.parkId !== null && entity.entityType !== 'PARK';
const rideEntities = (index = 0) => api.world.destinations[index]!.descendants.filter(inPark);
const attractions = (index = 0) => rideEntities(index).filter(({ entityType }) => entityType === 'ATTRACTION');
const daysLater = (days: number, faults: FaultPlan = {}) => {
  nowMs = START_MS + days * DAY_MS;
  api.setFaults(faults);
};

beforeAll(async () => {
  database = await createTestDatabase('catalog_sync');
});
afterAll(() => database?.drop());
beforeEach(async () => {
  nowMs = START_MS;
  // Far beyond the real limit: another test covers the request rate.
  api = await startApiSimulator({
    clock: () => nowMs,
    seed: 5,
    destinations: 3,
    ridesPerDestination: 12,
    limitPerMinute: 100_000,
  });
  app = await CatalogApp.start({
    connection: database.connectionOptions,
    baseUrl: api.baseUrl,
    clock: { now: () => new Date(nowMs) },
  });
  await emptyTables(database.connectionOptions);
});
afterEach(async () => {
  await app.close();
  await api.close();
});

/** Entities as an archive import creates them: with their UUIDs, parks named by slug, without time zone and type. */
async function registerFromArchive(entities: readonly SimEntity[], overrides: { name?: string; uuid?: string } = {}) {
  const destinationId = await app.registry.ensureDestination(entities[0]!.destinationId);
  const seenMs = START_MS - 900 * DAY_MS;
  await app.registry.register(
    { destinationId, importId: null },
    entities.map((entity) => ({
      themeparksWikiId: overrides.uuid ?? entity.id,
      names: [{ name: overrides.name ?? entity.name, firstSeenMs: seenMs, lastSeenMs: seenMs + DAY_MS }],
      parkId: entity.parkId,
      parkSlug: 'someslug',
      timezone: null,
      isShow: entity.entityType === 'SHOW',
      isPark: false,
      firstSeenMs: seenMs,
      lastSeenMs: seenMs + DAY_MS,
    })),
  );
}

describe('a park that continues under another UUID', () => {
  it('is reported with the mappings that join the histories, whoever registered the new one first', async () => {
    await app.sync();
    const [ride] = attractions();
    const [{ destinationId, parkId, name }] = (await app.query(
      'SELECT destination_id AS destinationId, park_id AS parkId, name FROM parks WHERE themeparks_wiki_id = ?',
      [ride!.parkId],
    )) as [{ destinationId: number; parkId: number; name: string }];
    const [oldPark, oldRide] = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002'];
    await app.query('INSERT INTO parks (destination_id, themeparks_wiki_id, name) VALUES (?, ?, ?)', [
      destinationId,
      oldPark,
      name,
    ]);
    await app.query(
      `INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name)
       SELECT p.park_id, ?, r.name, r.normalized_name FROM rides r JOIN parks p ON p.themeparks_wiki_id = ?
        WHERE r.themeparks_wiki_id = ?`,
      [oldRide, oldPark, ride!.id],
    );
    await app.sync();
    const { rideId } = await rideOf(ride!.id);
    const [finding] = await findings('PARK_ID_CHANGED');
    expect(finding!.entityId).toBe(parkId);
    const sample = (typeof finding!.sample === 'string' ? JSON.parse(finding!.sample) : finding!.sample) as object;
    expect(sample).toMatchObject({ from: oldPark, to: ride!.parkId, links: [{ themeparksWikiId: oldRide, rideId }] });
    await app.mappings.map(oldRide, rideId);
    expect(await rideOf(oldRide)).toMatchObject({ linkedTo: rideId });
    await app.sync();
    expect(await findings('PARK_ID_CHANGED')).toHaveLength(1);
  });
});

describe('the first synchronisation', () => {
  it('stores every destination, park and ride with all facts of the catalogue', async () => {
    const report = await app.sync();
    expect(report).toMatchObject({ destinations: 3, failures: [], deactivated: 0, kept: 0 });
    const parks = await app.query(
      `SELECT p.themeparks_wiki_id AS id, p.name, p.slug, p.timezone, p.latitude, p.longitude, p.is_active AS isActive,
              d.themeparks_wiki_id AS destinationId, d.name AS destination, d.slug AS destinationSlug
         FROM parks p JOIN destinations d ON d.destination_id = p.destination_id ORDER BY id`,
    );
    const expected = api.world.destinations.flatMap((destination) =>
      destination.parks.map(({ id, name, slug, clock, location }) => ({
        ...{ id, name, slug, timezone: clock.timezone, ...location, isActive: 1 },
        ...{
          destinationId: destination.id,
          destination: destination.entity.name,
          destinationSlug: destination.entity.slug,
        },
      })),
    );
    expect(parks).toEqual(expected.sort((a, b) => (a.id < b.id ? -1 : 1)));
    const known = (await rides()).map(({ uuid, parkUuid, entityType }) => [uuid, parkUuid, entityType]).sort();
    const listed = [0, 1, 2].flatMap(rideEntities).map(({ id, parkId, entityType }) => [id, parkId, entityType]);
    expect(known).toEqual(listed.sort());
    expect(report.ridesCreated).toBe(listed.length);
  });

  it('completes entities of an archive import under the same ids, and gives parks their real names', async () => {
    const [first] = attractions();
    await registerFromArchive([first!]);
    const before = await rideOf(first!.id);
    await app.sync();
    expect(await rideOf(first!.id)).toMatchObject({ rideId: before.rideId, entityType: 'ATTRACTION', isActive: 1 });
    const park = api.world.byEntityId.get(first!.parkId!)!;
    expect(await app.query('SELECT name, timezone FROM parks WHERE themeparks_wiki_id = ?', [park.id])).toEqual([
      { name: park.name, timezone: park.clock.timezone },
    ]);
    expect(await app.query('SELECT DISTINCT reason FROM invalidated_park_days')).toContainEqual({ reason: 'TIMEZONE' });
  });

  it('links a ride of an archive whose UUID is no longer listed to the listed ride of that name', async () => {
    const [first] = attractions();
    const missing = '11111111-2222-4333-8444-555555555555';
    const listedName = api.world.days.at(first!, START_MS).name;
    await registerFromArchive([first!], { uuid: missing, name: listedName.toUpperCase() });
    expect(await app.sync()).toMatchObject({ idChanged: 1, deactivated: 0 });
    const old = await rideOf(missing);
    expect(await rideOf(first!.id)).toMatchObject({ linkedTo: old.rideId });
    expect(old.isActive).toBe(1);
    expect(await findings('ID_CHANGED')).toMatchObject([{ entityId: old.rideId }]);
  });

  it('changes nothing when it is run again', async () => {
    await app.sync();
    const state = async () => [
      await rides(),
      // Locking a park changes this column of its row, and nothing else.
      (await app.query<object>('SELECT * FROM parks')).map((row) => ({ ...row, lock_version: null })),
      await app.query('SELECT * FROM id_mappings'),
    ];
    const before = await state();
    nowMs += 60_000;
    const counts = {
      ridesCreated: 0,
      parksCreated: 0,
      renamed: 0,
      idChanged: 0,
      moved: 0,
      deactivated: 0,
      reactivated: 0,
    };
    expect(await app.sync()).toMatchObject({ ...counts, scheduleEntriesAdded: 0, scheduleEntriesWithdrawn: 0 });
    expect(await state()).toEqual(before);
  });
});

describe('a later synchronisation', () => {
  beforeEach(async () => void (await app.sync()));

  it('keeps both names of a ride that was renamed', async () => {
    const [first] = attractions();
    const before = (await rideOf(first!.id)).name;
    daysLater(1, { feed: [{ kind: 'RENAMED', entityIds: [first!.id] }] });
    expect(await app.sync()).toMatchObject({ renamed: 1, ridesCreated: 0 });
    const after = (await rideOf(first!.id)).name;
    expect(after).toContain(DEFAULT_RENAME_SUFFIX);
    expect(await names(first!.id)).toEqual([before, after]);
  });

  it('deactivates vanished entities, deletes nothing, and reactivates them when they return', async () => {
    const [first] = attractions();
    const count = (await rides()).length;
    daysLater(1, { feed: [{ kind: 'REMOVED_UPSTREAM', entityIds: [first!.id] }] });
    expect(await app.sync()).toMatchObject({ deactivated: 1 });
    expect((await rideOf(first!.id)).isActive).toBe(0);
    expect(await rides()).toHaveLength(count);
    daysLater(2);
    expect(await app.sync()).toMatchObject({ reactivated: 1 });
    expect((await rideOf(first!.id)).isActive).toBe(1);
  });

  it('links a ride with a new id to its former ride, which stays active, and keeps a ride for each UUID', async () => {
    const [first] = attractions();
    const before = await rideOf(first!.id);
    const fromMs = START_MS + DAY_MS;
    daysLater(1, { feed: [{ kind: 'ID_CHANGED', entityIds: [first!.id], fromMs }] });
    expect(await app.sync()).toMatchObject({ idChanged: 1, ridesCreated: 1, deactivated: 0 });
    const after = await rideOf(changedId(first!.id, fromMs));
    expect(after).toMatchObject({ linkedTo: before.rideId, isActive: 1 });
    expect((await rideOf(first!.id)).isActive).toBe(1);
    expect(await findings('ID_CHANGED')).toMatchObject([{ entityId: before.rideId }]);
    nowMs += DAY_MS;
    expect(await app.sync()).toMatchObject({ idChanged: 0, ridesCreated: 0, deactivated: 0 });
  });

  it('does not restore a link that a person undid', async () => {
    const [first] = attractions();
    const fromMs = START_MS + DAY_MS;
    daysLater(1, { feed: [{ kind: 'ID_CHANGED', entityIds: [first!.id], fromMs }] });
    await app.sync();
    await app.mappings.undo(changedId(first!.id, fromMs));
    nowMs += DAY_MS;
    expect(await app.sync()).toMatchObject({ idChanged: 0, deactivated: 1 });
    expect((await rideOf(changedId(first!.id, fromMs))).linkedTo).toBeNull();
  });

  it('never links a new ride to one that is still listed, however similar the names', async () => {
    const [first] = attractions();
    const aligned = '99999999-2222-4333-8444-555555555555';
    await registerFromArchive([first!], { uuid: aligned, name: (await rideOf(first!.id)).name });
    await app.sync();
    expect((await rideOf(aligned)).linkedTo).toBeNull();
    expect((await rideOf(first!.id)).linkedTo).toBeNull();
  });

  it('follows a whole resort whose ride ids change at once', async () => {
    const fromMs = START_MS + DAY_MS;
    const ids = rideEntities(1).map(({ id }) => id);
    daysLater(1, { feed: [{ kind: 'ID_CHANGED', entityIds: ids, fromMs }] });
    const report = await app.sync();
    expect(report).toMatchObject({ idChanged: ids.length, kept: 0, deactivated: 0 });
  });

  it('keeps everything if more than half of a destination is missing, reports it, and continues with the others', async () => {
    const ids = rideEntities(0).map(({ id }) => id);
    const [elsewhere] = attractions(1);
    daysLater(1, { feed: [{ kind: 'REMOVED_UPSTREAM', entityIds: [...ids, elsewhere!.id] }] });
    const report = await app.sync();
    expect(report).toMatchObject({ kept: ids.length, deactivated: 1 });
    expect(await findings('MASS_VANISHING')).toMatchObject([{ records: ids.length }]);
    expect((await rides()).filter(({ isActive }) => !isActive).map(({ uuid }) => uuid)).toEqual([elsewhere!.id]);
    expect(await app.sync({ allowDeactivation: true })).toMatchObject({ kept: 0, deactivated: ids.length });
  });

  it('corrects a time zone, reports it, and invalidates the days', async () => {
    const [park] = api.world.destinations[0]!.parks;
    await app.query("UPDATE parks SET timezone = 'Asia/Kolkata' WHERE themeparks_wiki_id = ?", [park!.id]);
    await app.sync();
    const [now] = await app.query<{ timezone: string }>('SELECT timezone FROM parks WHERE themeparks_wiki_id = ?', [
      park!.id,
    ]);
    expect(now!.timezone).toBe(park!.clock.timezone);
    expect(await findings('TIMEZONE_CORRECTED')).toHaveLength(1);
    expect(await app.query('SELECT DISTINCT reason FROM invalidated_park_days')).toContainEqual({ reason: 'TIMEZONE' });
  });

  it.each([
    ['an empty list of destinations', { kind: 'DAMAGED', damage: 'LIST_NULL' }],
    ['a page for people', { kind: 'HTML' }],
    ['JSON that breaks off', { kind: 'TRUNCATED_JSON' }],
    ['a server error', { kind: 'STATUS', status: 500 }],
  ] as const)('fails as a whole, and changes nothing, with %s', async (_, fault) => {
    const before = await rides();
    daysLater(1, { requests: [{ fault, url: '/destinations' }] });
    await expect(app.sync()).rejects.toMatchObject({
      code: expect.stringMatching(/MALFORMED_RESPONSE|LIVE_API_/) as unknown,
    });
    expect(await rides()).toEqual(before);
  });

  it('skips only the destination whose descendants are unavailable', async () => {
    const [one, two] = api.world.destinations;
    const [first] = attractions(1);
    daysLater(1, {
      requests: [{ fault: { kind: 'HTML' }, url: `/entity/${one!.id}/children` }],
      feed: [{ kind: 'REMOVED_UPSTREAM', entityIds: [first!.id] }],
    });
    const report = await app.sync();
    expect(report.failures).toMatchObject([{ themeparksWikiId: one!.id }]);
    expect(report.deactivated).toBe(1);
    expect((await rideOf(first!.id)).isActive).toBe(0);
    expect(two!.id).toBe(first!.destinationId);
  });

  it('waits as long as a 429 requests, and loses nothing', async () => {
    daysLater(1, {
      requests: [{ fault: { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 1 }, everyNth: 5, count: 2 }],
    });
    expect(await app.sync()).toMatchObject({ failures: [], deactivated: 0 });
    expect(api.stats.faults.RATE_LIMITED).toBe(2);
  });

  it('skips entries without an id and reports them', async () => {
    const [one] = api.world.destinations;
    const damaged = { kind: 'DAMAGED', damage: 'WITHOUT_ID', share: 0.01 } as const;
    daysLater(1, { requests: [{ fault: damaged, url: `/entity/${one!.id}/children` }] });
    expect(await app.sync()).toMatchObject({ failures: [] });
    expect(await findings('CATALOG_ENTRY')).toMatchObject([{ records: 1 }]);
  });
});

describe('a removed destination', () => {
  const invented = (index: number) => `00000000-0000-4000-8000-00000000000${index}`;

  it('is deactivated with its parks and rides, but kept if more than half of all are missing', async () => {
    await app.sync();
    const [first] = attractions();
    await registerFromArchive([{ ...first!, id: invented(1), parkId: invented(2), destinationId: invented(3) }]);
    expect(await app.sync()).toMatchObject({ deactivated: 1 });
    expect((await rideOf(invented(1))).isActive).toBe(0);
    const all = await app.query<{ id: string }>(
      'SELECT themeparks_wiki_id AS id FROM destinations WHERE is_active = 1',
    );
    expect(all.map(({ id }) => id).sort()).toEqual([...api.destinationIds].sort());
    for (const index of [4, 5, 6, 7]) await app.registry.ensureDestination(invented(index));
    expect(await app.sync()).toMatchObject({ kept: 4 });
    expect(await findings('MASS_VANISHING')).toMatchObject([{ entityId: null, records: 4 }]);
  });
});

describe('park schedules', () => {
  interface Row {
    uuid: string;
    localDate: string;
    type: string;
    opensAt: Date | null;
    closesAt: Date | null;
    description: string | null;
    reportedFrom: Date;
    reportedUntil: Date;
    withdrawnAt: Date | null;
  }
  const schedules = () =>
    app.query<Row>(
      `SELECT p.themeparks_wiki_id AS uuid, DATE_FORMAT(s.local_date, '%Y-%m-%d') AS localDate, s.schedule_type AS type,
              s.opens_at AS opensAt, s.closes_at AS closesAt, s.description, s.reported_from AS reportedFrom,
              s.reported_until AS reportedUntil, s.withdrawn_at AS withdrawnAt
         FROM park_schedules s JOIN parks p ON p.park_id = s.park_id`,
    );
  const publishedOf = async (parkId: string) => {
    const response = await fetch(`${api.baseUrl}/entity/${parkId}/schedule`);
    return ((await response.json()) as { schedule: Record<string, string | null>[] }).schedule;
  };
  const instant = (text: string | null | undefined) => (text ? new Date(text).toISOString() : null);
  const asPublished = async (from = '') => {
    const all = api.world.destinations.flatMap(({ parks }) => parks);
    const entries = await Promise.all(
      all.map(async ({ id }) =>
        (await publishedOf(id))
          .filter(({ date }) => date! >= from)
          .map((entry) =>
            [
              id,
              entry.date,
              entry.type,
              instant(entry.openingTime),
              instant(entry.closingTime),
              entry.description ?? null,
            ].join(),
          ),
      ),
    );
    return [...new Set(entries.flat())].sort();
  };
  const holding = async (from: string) => {
    const rows = (await schedules()).filter((row) => row.withdrawnAt === null && row.localDate >= from);
    return rows
      .map(({ uuid, localDate, type, opensAt, closesAt, description }) =>
        [uuid, localDate, type, opensAt?.toISOString() ?? null, closesAt?.toISOString() ?? null, description].join(),
      )
      .sort();
  };

  it('hold what is published, several entries of a date and all', async () => {
    await app.sync();
    expect(await holding('2026-04-01')).toEqual(await asPublished());
  });

  it('keep what changed with the instants between which it was seen', async () => {
    await app.sync();
    const before = await schedules();
    daysLater(3);
    const report = await app.sync();
    const after = await schedules();
    const withdrawn = after.filter(({ withdrawnAt }) => withdrawnAt !== null);
    expect(report.scheduleEntriesWithdrawn).toBe(withdrawn.length);
    expect(withdrawn.length).toBeGreaterThan(0);
    expect(after).toHaveLength(before.length + report.scheduleEntriesAdded);
    for (const row of withdrawn) {
      expect([row.reportedFrom.getTime(), row.reportedUntil.getTime(), row.withdrawnAt!.getTime()]).toEqual([
        START_MS,
        START_MS,
        nowMs,
      ]);
    }
    // The first date that is not past in any time zone, from Adelaide to California.
    const firstDate = '2026-04-19';
    expect(await holding(firstDate)).toEqual(await asPublished(firstDate));
  });

  it('withdraw nothing for an answer that is empty or cannot be read', async () => {
    await app.sync();
    const before = (await schedules()).length;
    for (const fault of [
      { kind: 'DAMAGED', damage: 'LIST_NULL' },
      { kind: 'HTML' },
      { kind: 'DAMAGED', damage: 'UNKNOWN_SCHEDULE_TYPE', share: 1 },
    ] as const) {
      api.setFaults({ requests: [{ fault, url: '/schedule' }] });
      expect(await app.sync()).toMatchObject({ scheduleEntriesWithdrawn: 0, scheduleEntriesAdded: 0 });
    }
    expect(await findings('SCHEDULE_ENTRY')).not.toHaveLength(0);
    expect(await schedules()).toHaveLength(before);
  });
});
