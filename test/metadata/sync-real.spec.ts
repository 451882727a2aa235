import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '../../src/modules/metadata/metadata.js';
import { distanceMeters } from '../../src/common/geo.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { MetadataApp } from '../support/metadata-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const RECORDED = join(process.cwd(), '../shared/data/wiki-api');
const NOW = new Date('2026-04-15T12:00:00Z');

interface Listed {
  id: string;
  name: string;
  entityType: string;
  externalId: string;
  location: Position;
}
interface Recorded {
  children: { children: Listed[] };
  entity: Listed & { destinationId: string; slug: string; timezone: string };
}

function readRecorded(): Recorded | null {
  if (!existsSync(RECORDED)) {
    console.warn(`not checked: there is no ${RECORDED}`);
    return null;
  }
  const read = (name: string): unknown => JSON.parse(readFileSync(join(RECORDED, `${name}.json`), 'utf8'));
  return { children: read('children'), entity: read('entity') } as Recorded;
}

describe('the recorded responses of the API', () => {
  const recorded = readRecorded();
  let database: TestDatabase;
  let api: HandMadeApi;
  let app: MetadataApp;

  beforeAll(async () => {
    if (recorded === null) return;
    const { children, entity } = recorded;
    const { id, destinationId } = entity;
    database = await createTestDatabase('metadata_real');
    api = await HandMadeApi.start();
    const name = 'Walt Disney World® Resort';
    const destination = { id: destinationId, name, slug: 'wdw', parks: [{ id, name: entity.name }] };
    api.responses.set('/destinations', { destinations: [destination] });
    api.responses.set(`/entity/${destinationId}/children`, { children: [entity, ...children.children] });
    api.responses.set(`/entity/${id}`, entity);
    // Ride documents are not recorded: each document repeats its entry in the listing.
    for (const child of children.children) api.responses.set(`/entity/${child.id}`, { ...child, destinationId });
    app = await MetadataApp.start(database.connectionOptions, api.baseUrl, { now: () => NOW });
    await app.syncCatalogue();
  });
  afterAll(async () => {
    if (recorded === null) return;
    await app.close();
    await api.close();
    await database.drop();
  });

  it('are stored and read back unchanged, and no value is refused', async () => {
    if (recorded === null) return;
    const listed = recorded.children.children;
    expect(await app.sync()).toMatchObject({ ridesDone: listed.length, failed: 0, valuesKept: 0, valuesRefused: 0 });
    const rides = await app.query<{ rideId: number; id: string }>(
      'SELECT ride_id AS rideId, themeparks_wiki_id AS id FROM rides',
    );
    expect(rides).toHaveLength(listed.length);
    for (const { rideId, id } of rides) {
      const { location, entityType, externalId } = listed.find((child) => child.id === id)!;
      const { latitude, longitude } = location;
      expect(await app.metadata(rideId)).toMatchObject({ latitude, longitude, entityType, externalId, tags: null });
    }
    const [park] = await app.query<Position>('SELECT latitude, longitude FROM parks WHERE themeparks_wiki_id = ?', [
      recorded.entity.id,
    ]);
    const { latitude, longitude } = recorded.entity.location;
    expect(park).toEqual({ latitude, longitude });
    for (const { location } of listed) expect(distanceMeters(park!, location)).toBeLessThan(2_000);
  });

  it('yield a class for nine of ten attractions, by the curated list', async () => {
    if (recorded === null) return;
    const classes = await app.query<{ name: string; word: string | null; source: string | null }>(
      `SELECT r.name, m.indoor_outdoor AS word, m.classification_source AS source
         FROM rides r JOIN entity_metadata m ON m.ride_id = r.ride_id WHERE r.entity_type = 'ATTRACTION'`,
    );
    const curated = classes.filter(({ source }) => source === 'CURATED');
    expect(curated.length / classes.length).toBeGreaterThanOrEqual(0.9);
    expect(classes.find(({ name }) => name === 'Space Mountain')!.word).toBe('INDOOR');
  });
});
