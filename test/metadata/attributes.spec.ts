import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { SimEntity } from '../../src/tools/api-simulator/sim-world.js';
import { MetadataApp } from '../support/metadata-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 7, 1, 12);

let nowMs = START_MS;
let database: TestDatabase;
let api: ApiSimulator;
let app: MetadataApp;

beforeAll(async () => {
  database = await createTestDatabase('metadata_attributes');
  api = await startApiSimulator({
    clock: () => nowMs,
    seed: 5,
    destinations: 1,
    ridesPerDestination: 20,
    limitPerMinute: 100_000,
    latencyMs: 0,
  });
  app = await MetadataApp.start(database.connectionOptions, api.baseUrl, { now: () => new Date(nowMs) });
  await app.syncCatalogue();
  await app.sync();
});
afterAll(async () => {
  await app?.close();
  await api?.close();
  await database?.drop();
});

interface StoredRide {
  rideId: number;
  entity: SimEntity;
}

async function storedRides(): Promise<StoredRide[]> {
  const rows = await app.query<{ rideId: number; id: string }>(
    'SELECT ride_id AS rideId, themeparks_wiki_id AS id FROM rides',
  );
  const entities = new Map(api.world.destinations[0]!.descendants.map((entity) => [entity.id, entity]));
  return rows.flatMap(({ rideId, id }) => {
    const entity = entities.get(id);
    return entity === undefined ? [] : [{ rideId, entity }];
  });
}

describe('a synchronisation after tags have become keys of the entity', () => {
  it('loses no height, tag or class, and stores type, park and attributes of every ride', async () => {
    const rides = await storedRides();
    const before = new Map<number, NonNullable<Awaited<ReturnType<typeof app.metadata>>>>();
    for (const { rideId } of rides) before.set(rideId, (await app.metadata(rideId))!);
    expect([...before.values()].filter(({ heightMinCm }) => heightMinCm !== null).length).toBeGreaterThan(2);

    nowMs += DAY_MS;
    api.setFaults({ feed: [{ kind: 'ATTRIBUTES_AS_KEYS', fromMs: START_MS }] });
    expect(await app.sync()).toMatchObject({ failed: 0, valuesKept: 0, valuesRefused: 0 });

    for (const { rideId, entity } of rides) {
      const old = before.get(rideId)!;
      const after = (await app.metadata(rideId))!;
      const { heightMinCm, heightMinUnaccompaniedCm, heightMaxCm, tags, indoorOutdoor, classificationSource } = old;
      expect(after).toMatchObject({
        ...{ heightMinCm, heightMinUnaccompaniedCm, heightMaxCm, tags, indoorOutdoor, classificationSource },
        themeparksWikiParkId: entity.parkId,
        attractionType: entity.entityType === 'ATTRACTION' ? (expect.any(String) as string) : null,
      });
      if (heightMinCm !== null) expect(after.attributes).toMatchObject({ minimumHeight: heightMinCm });
    }
    const withdrawn = await app.query("SELECT 1 FROM data_quality_log WHERE reason = 'METADATA_WITHDRAWN'");
    expect(withdrawn).toEqual([]);
  });

  it('changes nothing when it reads the same keys again, or the tags again', async () => {
    nowMs += DAY_MS;
    expect(await app.sync()).toMatchObject({ ridesChanged: 0, failed: 0 });
    const heights = () => app.query('SELECT ride_id, height_min_cm, tags FROM entity_metadata ORDER BY ride_id');
    const before = await heights();
    nowMs += DAY_MS;
    api.setFaults({});
    expect(await app.sync()).toMatchObject({ failed: 0, valuesRefused: 0 });
    expect(await heights()).toEqual(before);
    // A document without tags is of neither form, so the keys that it lacks are reported, as for any other value.
    const withdrawn = await app.query<{ sample: object | string }>(
      "SELECT sample FROM data_quality_log WHERE reason = 'METADATA_WITHDRAWN'",
    );
    const fields = withdrawn.map(({ sample }) =>
      Object.keys(typeof sample === 'string' ? (JSON.parse(sample) as object) : sample),
    );
    expect(fields.flat().filter((field) => !['attractionType', 'themeparksWikiParkId'].includes(field))).toEqual([]);
  });
});
