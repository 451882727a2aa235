import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { OverrideService } from '../../src/modules/metadata/override.service.js';
import { METADATA_SYNC_JOB, MetadataSyncInProgressError } from '../../src/modules/metadata/sync/metadata-sync-jobs.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { addPark, addRide, MetadataApp, type TestPark, type TestRide } from '../support/metadata-app.js';
import { databaseUrl, Program, runProgram } from '../support/program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const START_MS = Date.UTC(2026, 10, 20, 6);
const HOUR_MS = 3_600_000;
const LOCATION = { latitude: 28.419, longitude: -81.5776 };
const WET = { tag: 'MAY_GET_WET', tagName: 'May Get Wet' };

let nowMs: number;
let database: TestDatabase;
let api: HandMadeApi;
let app: MetadataApp;

beforeAll(async () => {
  database = await createTestDatabase('metadata_sync');
  api = await HandMadeApi.start();
  app = await MetadataApp.start(database.connectionOptions, api.baseUrl, { now: () => new Date(nowMs) });
});
afterAll(async () => {
  await app?.close();
  await api?.close();
  await database?.drop();
});
beforeEach(() => {
  nowMs = START_MS;
  api.responses.clear();
  api.asked.length = 0;
  api.beforeResponse = () => undefined;
});

const height = (tag: string, value: number, unit: string) => ({ tag, tagName: tag, value: { height: value, unit } });
const entity = ({ uuid }: TestRide, overrides: object = {}) => ({
  id: uuid,
  name: 'As listed',
  entityType: 'ATTRACTION',
  externalId: `80;${uuid.slice(0, 4)}`,
  location: LOCATION,
  ...overrides,
});
const list = ({ destinationUuid }: TestPark, children: object[]) =>
  api.responses.set(`/entity/${destinationUuid}/children`, { id: destinationUuid, children });
const document = (ride: TestRide, overrides: object = {}) =>
  api.responses.set(`/entity/${ride.uuid}`, entity(ride, overrides));

/** A park with one ride, described by these two responses. */
async function parkOfOne(overrides: object = {}): Promise<TestPark & { ride: TestRide }> {
  const park = await addPark(app.dataSource, 1);
  const ride = park.rides[0]!;
  say({ ...park, ride }, overrides);
  return { ...park, ride };
}

function say(park: TestPark & { ride: TestRide }, overrides: object): void {
  list(park, [entity(park.ride, overrides)]);
  document(park.ride, overrides);
}

describe('a synchronisation of metadata', () => {
  it('reports on the command line that the catalogue must be synchronised first if it is empty', async () => {
    const { code, stderr } = await runProgram('metadata sync', [], {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      LIVE_API_BASE_URL: api.baseUrl,
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('npm run catalog:sync first')]);
  });

  it('stores and reads back the facts of listing and document, including heights in both units', async () => {
    const tags = [
      { tag: 'LOCATION', tagName: 'Entrance', id: 'entrance', value: LOCATION },
      height('MINIMUM_HEIGHT', 44, 'in'),
      height('MINIMUM_HEIGHT_UNACCOMPANIED', 130, 'cm'),
      height('MAXIMUM_HEIGHT', 195, 'cm'),
      WET,
    ];
    const { parkId, ride } = await parkOfOne({ tags });
    expect(await app.sync({ parkId })).toMatchObject({ ridesTotal: 1, ridesDone: 1, ridesChanged: 1, failed: 0 });
    expect(await app.metadata(ride.rideId)).toEqual({
      ...LOCATION,
      entityType: 'ATTRACTION',
      externalId: `80;${ride.uuid.slice(0, 4)}`,
      attractionType: null,
      themeparksWikiParkId: null,
      tags,
      attributes: null,
      heightMinCm: 112,
      heightMinUnaccompaniedCm: 130,
      heightMaxCm: 195,
      indoorOutdoor: 'OUTDOOR',
      classificationSource: 'TAG',
      classificationConfidence: 0.6,
      manualFields: [],
      version: 2,
      lastSyncedAt: new Date(nowMs),
    });
  });

  it('erases nothing when a response has no locations and no tags, and reports it once however often it occurs', async () => {
    const park = await parkOfOne({ tags: [height('MINIMUM_HEIGHT', 102, 'cm')] });
    await app.sync({ parkId: park.parkId });
    const before = await app.metadata(park.ride.rideId);
    for (const location of [null, { latitude: null, longitude: null }, undefined]) {
      nowMs += 24 * HOUR_MS;
      say(park, { location, tags: [], externalId: null, entityType: null });
      expect(await app.sync({ parkId: park.parkId })).toMatchObject({ failed: 0, ridesChanged: 0 });
    }
    const after = await app.metadata(park.ride.rideId);
    expect(after).toEqual({ ...before, lastSyncedAt: new Date(nowMs) });
    const kept = await app.findings(park.ride.rideId);
    expect(kept).toHaveLength(6);
    expect(new Set(kept.map(({ reason, issueType }) => `${issueType} ${reason}`))).toEqual(
      new Set(['MISSING_FIELD METADATA_WITHDRAWN']),
    );
    expect(kept.every(({ occurrences }) => occurrences === 3)).toBe(true);
  });

  const resolutions = ({ rideId }: TestRide) =>
    app.query<{ reason: string; status: string; notes: string | null; moves: number }>(
      `SELECT reason, resolution_status AS status, resolution_notes AS notes,
              (SELECT COUNT(*) FROM data_quality_log_history h WHERE h.log_id = q.log_id) AS moves
         FROM data_quality_log q WHERE entity_id = ? ORDER BY log_id`,
      [rideId],
    );

  it('closes the finding about a withdrawn value, with a note, once the source or a person provides it', async () => {
    const tags = [height('MINIMUM_HEIGHT', 102, 'cm')];
    const park = await parkOfOne({ tags });
    await app.sync({ parkId: park.parkId });
    nowMs += 24 * HOUR_MS;
    say(park, { location: null, tags: [], externalId: null, entityType: null });
    await app.sync({ parkId: park.parkId });
    await app.context.get(OverrideService).set(park.ride.rideId, { heightMinCm: null });
    nowMs += 24 * HOUR_MS;
    say(park, { tags: [], externalId: null });
    await app.sync({ parkId: park.parkId });
    const found = await resolutions(park.ride);
    expect(found.filter(({ status }) => status === 'OPEN')).toHaveLength(2);
    const closed = found.filter(({ status }) => status === 'RESOLVED');
    expect(closed).toHaveLength(4);
    expect(closed.every(({ notes, moves }) => /^Resolved automatically: /.test(notes ?? '') && moves === 1)).toBe(true);
    nowMs += 24 * HOUR_MS;
    say(park, { location: null, tags });
    await app.sync({ parkId: park.parkId });
    expect((await resolutions(park.ride)).filter(({ status }) => status === 'OPEN')).toHaveLength(2);
  });

  it('does not report a value as withdrawn that only the document has', async () => {
    const park = await parkOfOne();
    list(park, [entity(park.ride, { location: null, externalId: null })]);
    for (let day = 0; day < 2; day++) {
      nowMs += 24 * HOUR_MS;
      expect(await app.sync({ parkId: park.parkId })).toMatchObject({ valuesKept: 0 });
    }
    expect(await app.metadata(park.ride.rideId)).toMatchObject(LOCATION);
    expect(await app.findings(park.ride.rideId)).toEqual([]);
  });

  it('does not report a value as withdrawn that only the listing has while the listing is unavailable', async () => {
    const park = await parkOfOne();
    document(park.ride, { location: null, externalId: null, entityType: null });
    await app.sync({ parkId: park.parkId });
    nowMs += 24 * HOUR_MS;
    api.responses.delete(`/entity/${park.destinationUuid}/children`);
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ failed: 1, ridesDone: 1, valuesKept: 0 });
    expect(await app.findings(park.ride.rideId)).toEqual([]);
    nowMs += 24 * HOUR_MS;
    list(park, []);
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ failed: 0, valuesKept: 4 });
  });

  it('closes the finding about a refused position or height, with a note, once that problem is gone', async () => {
    const park = await parkOfOne({
      location: { latitude: 0, longitude: 0 },
      tags: [height('MINIMUM_HEIGHT', 4, 'ft')],
    });
    await app.sync({ parkId: park.parkId });
    const statuses = async () =>
      (await resolutions(park.ride))
        .filter(({ reason }) => reason !== 'METADATA_WITHDRAWN')
        .map(({ reason, status }) => `${reason} ${status}`)
        .sort();
    nowMs += 24 * HOUR_MS;
    say(park, { location: null, tags: null });
    await app.sync({ parkId: park.parkId });
    expect(await statuses()).toEqual(['HEIGHT_UNIT OPEN', 'POSITION_AT_ZERO OPEN']);
    nowMs += 24 * HOUR_MS;
    say(park, { location: { latitude: 128.4, longitude: -81.5 }, tags: [height('MINIMUM_HEIGHT', 102, 'cm')] });
    await app.sync({ parkId: park.parkId });
    expect(await statuses()).toEqual([
      'HEIGHT_UNIT RESOLVED',
      'POSITION_AT_ZERO RESOLVED',
      'POSITION_OUT_OF_RANGE OPEN',
    ]);
    nowMs += 24 * HOUR_MS;
    say(park, { tags: [height('MINIMUM_HEIGHT', 102, 'cm')] });
    await app.sync({ parkId: park.parkId });
    const found = await resolutions(park.ride);
    expect(
      found.filter(({ status, notes }) => status !== 'RESOLVED' || !notes?.startsWith('Resolved automatically')),
    ).toEqual([]);
  });

  it.each<[string, object]>([
    ['POSITION_OUT_OF_RANGE', { latitude: 128.4, longitude: -81.5 }],
    ['POSITION_AT_ZERO', { latitude: 0, longitude: 0 }],
    ['POSITION_FAR_FROM_PARK', { latitude: 48.87, longitude: 2.77 }],
    ['POSITION_SWAPPED', { latitude: LOCATION.longitude, longitude: LOCATION.latitude }],
  ])(
    'refuses an impossible position (%s), and keeps the previous one and all other values',
    async (reason, location) => {
      const park = await parkOfOne();
      await app.sync({ parkId: park.parkId });
      nowMs += 24 * HOUR_MS;
      say(park, { location, tags: [WET] });
      expect(await app.sync({ parkId: park.parkId })).toMatchObject({ failed: 0, valuesRefused: 1 });
      expect(await app.metadata(park.ride.rideId)).toMatchObject({ ...LOCATION, tags: [WET] });
      expect(await app.findings(park.ride.rideId)).toEqual([{ reason, issueType: 'INVALID', occurrences: 1 }]);
    },
  );

  it('refuses a height in an unknown unit with a finding, and keeps its tag', async () => {
    const tags = [height('MINIMUM_HEIGHT', 4, 'ft'), height('MAXIMUM_HEIGHT', 195, 'cm')];
    const { parkId, ride } = await parkOfOne({ tags });
    await app.sync({ parkId });
    expect(await app.metadata(ride.rideId)).toMatchObject({ heightMinCm: null, heightMaxCm: 195, tags });
    expect(await app.findings(ride.rideId)).toEqual([{ reason: 'HEIGHT_UNIT', issueType: 'INVALID', occurrences: 1 }]);
  });

  it('records every change of every field with its values, source and time', async () => {
    const park = await parkOfOne({ tags: [height('MINIMUM_HEIGHT', 102, 'cm')] });
    await app.sync({ parkId: park.parkId });
    const first = await app.history(park.ride.rideId);
    expect(first.every(({ oldValue }) => oldValue === null)).toBe(true);
    nowMs += 24 * HOUR_MS;
    await app.sync({ parkId: park.parkId });
    expect(await app.history(park.ride.rideId)).toHaveLength(first.length);
    nowMs += 24 * HOUR_MS;
    const moved = { latitude: 28.42, longitude: LOCATION.longitude };
    say(park, { location: moved, tags: [height('MINIMUM_HEIGHT', 112, 'cm')] });
    await app.sync({ parkId: park.parkId });
    const changes = (await app.history(park.ride.rideId)).slice(first.length);
    expect(changes).toMatchObject([
      { field: 'latitude', oldValue: 28.419, newValue: 28.42, source: 'LISTING', version: 3 },
      { field: 'heightMinCm', oldValue: 102, newValue: 112, source: 'ENTITY', version: 4 },
      {
        field: 'tags',
        oldValue: [height('MINIMUM_HEIGHT', 102, 'cm')],
        newValue: [height('MINIMUM_HEIGHT', 112, 'cm')],
        source: 'ENTITY',
        version: 4,
      },
    ]);
    expect(changes.every(({ changedAt }) => changedAt.getTime() === nowMs)).toBe(true);
  });

  it('never overwrites a value set by hand until it is cleared', async () => {
    const park = await parkOfOne({ tags: [height('MINIMUM_HEIGHT', 102, 'cm'), WET] });
    await app.sync({ parkId: park.parkId });
    const overrides = app.context.get(OverrideService);
    await overrides.set(park.ride.rideId, { heightMinCm: 90, indoorOutdoor: 'INDOOR' });
    nowMs += 24 * HOUR_MS;
    say(park, { tags: [height('MINIMUM_HEIGHT', 112, 'cm'), WET] });
    await app.sync({ parkId: park.parkId });
    expect(await app.metadata(park.ride.rideId)).toMatchObject({
      heightMinCm: 90,
      indoorOutdoor: 'INDOOR',
      classificationSource: 'MANUAL',
      manualFields: ['heightMinCm', 'indoorOutdoor'],
    });
    await overrides.set(park.ride.rideId, { clear: ['heightMinCm', 'indoorOutdoor'] });
    expect(await app.metadata(park.ride.rideId)).toMatchObject({
      heightMinCm: 112,
      indoorOutdoor: 'OUTDOOR',
      classificationSource: 'TAG',
      manualFields: [],
    });
    const sources = (await app.history(park.ride.rideId)).filter(({ field }) => field === 'heightMinCm');
    expect(sources.map(({ newValue, source }) => [newValue, source])).toEqual([
      [102, 'ENTITY'],
      [90, 'MANUAL'],
      [112, 'MANUAL'],
    ]);
  });

  it('assigns facts about a linked UUID to its target ride', async () => {
    const park = await addPark(app.dataSource, 1);
    const old = park.rides[0]!;
    const idChanged = await addRide(app.dataSource, park.parkId, 'Ride 1');
    await app.query(
      'INSERT INTO ride_aliases (alias_ride_id, ride_id, themeparks_wiki_id, linked_at) VALUES (?, ?, ?, ?)',
      [idChanged.rideId, old.rideId, idChanged.uuid, new Date(nowMs)],
    );
    list(park, [entity(idChanged)]);
    document(idChanged, { tags: [WET] });
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ ridesTotal: 1, failed: 0 });
    expect(await app.metadata(old.rideId)).toMatchObject({ ...LOCATION, tags: [WET] });
    expect(await app.metadata(idChanged.rideId)).toBeNull();
    expect(api.askedIds()).toEqual([idChanged.uuid]);
    expect(await app.sync({ rideId: idChanged.rideId, force: true })).toMatchObject({ ridesDone: 1 });
  });

  it('skips only the entity without a usable response', async () => {
    const park = await addPark(app.dataSource, 4);
    const [good, missing, foreign, other] = park.rides as [TestRide, TestRide, TestRide, TestRide];
    list(park, [entity(good)]);
    for (const ride of [good, other]) document(ride, { tags: [WET] });
    api.responses.set(`/entity/${foreign.uuid}`, entity(other));
    const report = await app.sync({ parkId: park.parkId });
    expect(report).toMatchObject({ ridesDone: 4, ridesChanged: 2, failed: 2 });
    expect(report.failures.map(({ rideId }) => rideId).sort()).toEqual([missing.rideId, foreign.rideId].sort());
    expect(await app.metadata(other.rideId)).toMatchObject({ ...LOCATION, tags: [WET] });
    expect(await app.metadata(missing.rideId)).toBeNull();
  });

  it('continues after any number of entities that the API does not know', async () => {
    const park = await addPark(app.dataSource, 30);
    list(park, []);
    document(park.rides.at(-1)!);
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ ridesDone: 30, ridesChanged: 1, failed: 29 });
  });

  it('requests the least recently read rides first, and skips those read today unless forced', async () => {
    const park = await addPark(app.dataSource, 3);
    const [first, second, third] = park.rides as [TestRide, TestRide, TestRide];
    list(park, []);
    for (const ride of park.rides) document(ride);
    await app.sync({ rideId: third.rideId });
    nowMs += HOUR_MS;
    await app.sync({ rideId: first.rideId });
    api.asked.length = 0;
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ ridesTotal: 1 });
    expect(api.askedIds()).toEqual([second.uuid]);
    nowMs += HOUR_MS;
    api.asked.length = 0;
    await app.sync({ parkId: park.parkId, force: true });
    expect(api.askedIds()).toEqual([third.uuid, first.uuid, second.uuid]);
  });

  it('continues with the remaining rides after it was killed', async () => {
    const park = await addPark(app.dataSource, 12);
    list(
      park,
      park.rides.map((ride) => entity(ride)),
    );
    for (const ride of park.rides) document(ride, { tags: [WET] });
    let answered = 0;
    const hung = new Promise<void>((resolve) => {
      api.beforeResponse = (path) => {
        if (path.endsWith('/children') || ++answered <= 5) return undefined;
        resolve();
        return new Promise(() => undefined);
      };
    });
    const program = new Program('metadata sync', ['--park-id', `${park.parkId}`], {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      LIVE_API_BASE_URL: api.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
    });
    await hung;
    program.kill('SIGKILL');
    await program.end();
    const done = await app.query<{ id: string }>(
      `SELECT r.themeparks_wiki_id AS id FROM entity_metadata m JOIN rides r ON r.ride_id = m.ride_id
        WHERE r.park_id = ? AND m.last_synced_at IS NOT NULL`,
      [park.parkId],
    );
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThanOrEqual(5);
    // The lease of the killed process has expired by then.
    nowMs = Date.now() + 5 * 60_000;
    api.asked.length = 0;
    api.beforeResponse = () => undefined;
    const left = park.rides.length - done.length;
    expect(await app.sync({ parkId: park.parkId })).toMatchObject({ ridesTotal: left, ridesDone: left, failed: 0 });
    const doneIds = new Set(done.map(({ id }) => id));
    expect(api.askedIds().filter((id) => doneIds.has(id))).toEqual([]);
    for (const { rideId } of park.rides) expect(await app.metadata(rideId)).toMatchObject({ ...LOCATION, tags: [WET] });
  });

  it('names both parks on the command line if the ride is not in the requested park', async () => {
    const [one, other] = [await addPark(app.dataSource, 1), await addPark(app.dataSource, 0)];
    const args = ['--park-id', `${other.parkId}`, '--ride-id', `${one.rides[0]!.rideId}`];
    const { code, stderr } = await runProgram('metadata sync', args, {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      LIVE_API_BASE_URL: api.baseUrl,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(`is in park ${one.parkId} \\(.*\\), not in park ${other.parkId} \\(.*\\)`),
    ]);
  });

  it('shows its progress on the command line, and exits with 3 if an entity failed', async () => {
    const park = await addPark(app.dataSource, 2);
    list(park, []);
    document(park.rides[0]!);
    const { code, stdout, stderr } = await runProgram('metadata sync', ['--park-id', `${park.parkId}`, '--json'], {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      LIVE_API_BASE_URL: api.baseUrl,
      // Budgets are kept per key, and the application of these tests has used its own up in virtual time.
      THEMEPARKS_API_KEY: 'key-of-the-program',
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([3, { ridesTotal: 2, ridesDone: 2, ridesChanged: 1, failed: 1 }]);
    expect(stderr).toContain('1/1 destinations, 2/2 rides, 1 failed\n');
    expect(stderr).toContain('failed: Ride 2');
  });

  it('stops if the API is unreachable, keeps its results, and reports the reason', async () => {
    const park = await addPark(app.dataSource, 40);
    list(
      park,
      park.rides.map((ride) => entity(ride)),
    );
    const connection = { ...database.connectionOptions };
    const cut = await MetadataApp.start(connection, 'http://127.0.0.1:9/v1', { now: () => new Date(nowMs) });
    try {
      await expect(cut.sync({ parkId: park.parkId })).rejects.toMatchObject({ code: 'LIVE_API_UNAVAILABLE' });
    } finally {
      await cut.close();
    }
    const [run] = await app.query<{ error: string; failed: number; finishedAt: Date | null }>(
      'SELECT error, failed, finished_at AS finishedAt FROM metadata_syncs ORDER BY sync_id DESC LIMIT 1',
    );
    expect(run!.failed).toBeGreaterThanOrEqual(25);
    expect(run!.failed).toBeLessThan(30);
    expect([run!.error, run!.finishedAt]).toEqual([expect.stringMatching(/live API/), new Date(nowMs)]);
  });

  it('never runs twice at the same time', async () => {
    const leases = app.context.get(JobLeaseService, { strict: false });
    await leases.runExclusive({
      name: METADATA_SYNC_JOB,
      ttlMs: 60_000,
      work: () => expect(app.sync()).rejects.toBeInstanceOf(MetadataSyncInProgressError),
    });
  });
});
