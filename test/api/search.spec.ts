import type { SearchResponse } from '../../src/modules/live/search.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

let nowMs = Date.UTC(2026, 3, 15, 16);
let database: TestDatabase;
let api: ApiApp;
let rows: LiveRows;

const search = (query: string) => api.get<Json<SearchResponse>>(`/api/search?${query}`);
const found = async (q: string, more = '') =>
  (await search(`q=${encodeURIComponent(q)}${more}`)).body.data.map(({ kind, name }) => `${kind} ${name}`);

beforeAll(async () => {
  database = await createTestDatabase('api_search');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => new Date(nowMs) },
  });
  rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Parc Astérix');
  await rows.park(1, 1, 'Parc Astérix');
  await rows.ride(1, 1, 'Tonnerre 2 Zeus™');
  await rows.ride(2, 1, 'Goudurix');
  await rows.ride(3, 1, 'Goudurix (Île)');
  await rows.ride(4, 1, 'Parc Astérix', 'PARK');
  await rows.link(3, 2);
  await api.query(
    "INSERT INTO ride_names (ride_id, name, first_seen_at, last_seen_at) VALUES (1, 'Tonnerre de Zeus', ?, ?)",
    [new Date(0), new Date(1)],
  );
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('a search over HTTP', () => {
  it('finds destinations, parks and rides despite accents, trademark signs and typos', async () => {
    expect(await found('asterix')).toEqual(['DESTINATION Parc Astérix', 'PARK Parc Astérix']);
    expect(await found('TONERRE zeus')).toEqual(['RIDE Tonnerre 2 Zeus™']);
    expect(await found('asterix', '&kind=PARK')).toEqual(['PARK Parc Astérix']);
    expect(await found('asterix', '&limit=1')).toHaveLength(1);
  });

  it('returns the park of a ride and the matched name', async () => {
    const { body } = await search('q=Tonnerre+de+Zeus');
    expect(body.data).toEqual([
      {
        ...{ kind: 'RIDE', id: 1, name: 'Tonnerre 2 Zeus™', matchedName: 'Tonnerre de Zeus', score: 0.95 },
        ...{ entityType: 'ATTRACTION', isActive: true, parkId: 1, parkName: 'Parc Astérix' },
        ...{ destinationId: 1, destinationName: 'Parc Astérix' },
      },
    ]);
  });

  it('finds a linked ride as its canonical ride', async () => {
    expect(await found('goudurix ile')).toEqual(['RIDE Goudurix']);
  });

  it('finds new entries of the catalogue after a minute', async () => {
    await rows.ride(9, 1, 'Oziris');
    expect(await found('oziris')).toEqual([]);
    nowMs += 60_000;
    expect(await found('oziris')).toEqual(['RIDE Oziris']);
  });

  it('requires a text of 1 to 100 characters, and rejects unknown parameters', async () => {
    for (const query of ['', 'q=', `q=${'x'.repeat(101)}`, 'q=a&kind=HOTEL', 'q=a&limit=51', 'q=a&page=2']) {
      expect([query, (await search(query)).status]).toEqual([query, 400]);
    }
  });
});
