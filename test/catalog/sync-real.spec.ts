import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type LoopbackServer, listenOnLoopback } from '../../src/tools/loopback.js';
import { CatalogApp } from '../support/catalog-app.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const RECORDED = join(process.cwd(), '../shared/data/wiki-api');
const NAMES = ['destinations', 'children', 'entity', 'schedule'] as const;
const NOW = new Date('2026-04-15T12:00:00Z');

interface Responses {
  destinations: { destinations: { id: string; name: string; slug: string; parks: { id: string; name: string }[] }[] };
  children: { children: { id: string; name: string; entityType: string; parentId: string }[] };
  entity: { id: string; name: string; slug: string; timezone: string; destinationId: string; location: Place };
  schedule: { schedule: Entry[] };
}
interface Place {
  latitude: number;
  longitude: number;
}
interface Entry {
  date: string;
  type: string;
  openingTime: string;
  closingTime: string;
  description?: string;
  purchases?: unknown[];
}

function readRecorded(): Responses | null {
  if (!existsSync(RECORDED)) {
    console.warn(`not checked: there is no ${RECORDED}`);
    return null;
  }
  const read = (name: string): unknown => JSON.parse(readFileSync(join(RECORDED, `${name}.json`), 'utf8'));
  return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as Responses;
}

/** Serves the recorded responses of one park and its destination; all other addresses are 404. */
function serve({ destinations, children, entity, schedule }: Responses): Promise<LoopbackServer> {
  const routes = new Map<string, unknown>([
    ['/v1/destinations', destinations],
    [`/v1/entity/${entity.destinationId}/children`, { ...children, children: [entity, ...children.children] }],
    [`/v1/entity/${entity.id}`, entity],
    [`/v1/entity/${entity.id}/schedule`, schedule],
  ]);
  const server = createServer((request, response) => {
    const body = routes.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: { type: 'NOT_FOUND' } }));
  });
  return listenOnLoopback(server);
}

describe('the recorded responses of the API', () => {
  const recorded = readRecorded();
  let database: TestDatabase;
  let server: LoopbackServer;
  let app: CatalogApp;

  beforeAll(async () => {
    if (recorded === null) return;
    database = await createTestDatabase('catalog_real');
    server = await serve(recorded);
    app = await CatalogApp.start({
      connection: database.connectionOptions,
      baseUrl: `${server.endpoint}/v1`,
      clock: { now: () => NOW },
    });
    const report = await app.sync();
    // Only one destination's descendants and one park's schedule are recorded; all other addresses are 404.
    const { destinations } = recorded.destinations;
    const { parks } = destinations.find(({ id }) => id === recorded.entity.destinationId)!;
    expect(report.failures).toHaveLength(destinations.length - 1 + parks.length - 1);
  });
  afterAll(async () => {
    if (recorded === null) return;
    await app.close();
    await server.close();
    await database.drop();
  });

  it('yield the destination and its park with name, slug, time zone and position', async () => {
    if (recorded === null) return;
    const { entity, destinations } = recorded;
    const destination = destinations.destinations.find(({ id }) => id === entity.destinationId)!;
    expect(await app.query('SELECT themeparks_wiki_id AS id, name, slug FROM destinations')).toEqual([
      { id: destination.id, name: destination.name, slug: destination.slug },
    ]);
    const { id, name, slug, timezone, location } = entity;
    const { latitude, longitude } = location;
    expect(
      await app.query('SELECT name, slug, timezone, latitude, longitude FROM parks WHERE themeparks_wiki_id = ?', [id]),
    ).toEqual([{ name, slug, timezone, latitude, longitude }]);
    const named = await app.query<{ name: string }>('SELECT name FROM parks ORDER BY name');
    expect(named.map((park) => park.name).sort()).toEqual(destination.parks.map((park) => park.name).sort());
  });

  it('yield every ride of the park with its UUID, name and type', async () => {
    if (recorded === null) return;
    const stored = await app.query<{ id: string; name: string; entityType: string }>(
      'SELECT themeparks_wiki_id AS id, name, entity_type AS entityType FROM rides',
    );
    const listed = recorded.children.children.filter(({ entityType }) => entityType !== 'PARK');
    const sorted = <T extends { id: string }>(all: readonly T[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(stored)).toEqual(
      sorted(listed).map(({ id, name, entityType }) => ({ id, name: name.trim(), entityType })),
    );
  });

  it('yield every schedule entry with every field', async () => {
    if (recorded === null) return;
    const rows = await app.query<{ purchases: unknown }>(
      `SELECT DATE_FORMAT(local_date, '%Y-%m-%d') AS date, schedule_type AS type, opens_at AS opensAt,
              closes_at AS closesAt, description, purchases FROM park_schedules ORDER BY schedule_id`,
    );
    const parsed = (json: unknown): unknown => (typeof json === 'string' ? JSON.parse(json) : json);
    const stored = rows.map((row) => ({ ...row, purchases: parsed(row.purchases) }));
    expect(stored).toEqual(
      recorded.schedule.schedule.map(({ date, type, openingTime, closingTime, description, purchases }) => ({
        date,
        type,
        opensAt: new Date(openingTime),
        closesAt: new Date(closingTime),
        description: description ?? null,
        purchases: purchases ?? null,
      })),
    );
  });
});
