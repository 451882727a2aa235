import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogImportReport } from '../../src/modules/own-catalog/catalog-import.service.js';
import { archiveEvent, PARK_ID, RIDE_ID, zlibFile } from '../support/archive-event.js';
import { DESTINATION_ID, emptyArchive, writeBytes } from '../support/hand-made-archive.js';
import { ImportApp } from '../support/import-app.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const AT = '2024-05-01T16:00:00.000Z';

describe('warehouse catalog import', () => {
  const folder = temporaryFolder('catalog-import');
  let database: TestDatabase;
  let app: ImportApp;

  beforeEach(async () => {
    emptyArchive(folder.path);
    database = await createTestDatabase('catalog_import');
    app = await ImportApp.start({ connection: database.connectionOptions, settings: { ARCHIVE_SOURCE: folder.path } });
    await app.query("INSERT INTO destinations (destination_id, themeparks_wiki_id, name) VALUES (1, ?, 'Resort')", [
      DESTINATION_ID,
    ]);
    await app.query(
      `INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone, latitude, longitude)
       VALUES (1, 1, ?, 'Studios', 'America/New_York', 28.47, -81.47)`,
      [PARK_ID],
    );
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });
  afterAll(() => folder.remove());

  async function run(csv: string, ...args: string[]): Promise<Ended> {
    const file = join(folder.path, 'catalog.csv');
    writeFileSync(file, csv);
    return runHere(['catalog', 'import', file, ...args], { DATABASE_URL: databaseUrl(database.connectionOptions) });
  }
  async function load(csv: string, ...args: string[]): Promise<CatalogImportReport> {
    return JSON.parse((await run(csv, '--json', ...args)).stdout) as CatalogImportReport;
  }
  const rides = () =>
    app.query<{ rideId: number; name: string; uuid: string | null; parkId: number }>(
      'SELECT ride_id AS rideId, name, themeparks_wiki_id AS uuid, park_id AS parkId FROM rides ORDER BY ride_id',
    );
  const ids = () =>
    app.query<{ rideId: number; source: string; id: string }>(
      'SELECT ride_id AS rideId, source, external_id AS id FROM ride_external_ids ORDER BY ride_id, source, external_id',
    );
  const links = () =>
    app.query<{ uuid: string; rideId: number; method: string }>(
      `SELECT a.themeparks_wiki_id AS uuid, a.ride_id AS rideId, m.method FROM ride_aliases a
         JOIN id_mappings m ON m.themeparks_wiki_id = a.themeparks_wiki_id AND m.undone_at IS NULL ORDER BY a.ride_id`,
    );
  async function importArchive(...events: object[]): Promise<void> {
    writeBytes(folder.path, '2024-05-01', zlibFile(events.map((event) => archiveEvent({ eventTime: AT, ...event }))));
    await app.import(DESTINATION_ID);
  }

  it('makes rides without UUIDs, and changes nothing when it runs again', async () => {
    const csv =
      'park,own_id,name,latitude,longitude\nStudios,R-1,Storm Coaster,28.471,-81.472\nstudios,R-2,Slow Boat,,\n';
    expect(await load(csv)).toMatchObject({ lines: 2, created: 2, joined: 0, updated: 0, unchanged: 0, problems: [] });
    expect(await rides()).toEqual([
      { rideId: 1, name: 'Storm Coaster', uuid: null, parkId: 1 },
      { rideId: 2, name: 'Slow Boat', uuid: null, parkId: 1 },
    ]);
    expect(await app.query('SELECT ride_id AS rideId, latitude, longitude FROM entity_metadata')).toEqual([
      { rideId: 1, latitude: 28.471, longitude: -81.472 },
    ]);
    expect(await load(csv)).toMatchObject({ created: 0, updated: 0, unchanged: 2, problems: [] });
    expect(await load(csv.replace('Slow Boat', 'Fast Boat'))).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await rides())[1]!.name).toBe('Fast Boat');
  });

  it('changes nothing with --dry-run, and reports what it would do', async () => {
    const { code, stdout } = await run('park,own_id,name\n1,R-1,Storm Coaster\n', '--dry-run');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 new')]);
    expect(stdout).toContain('Nothing was changed');
    expect(await rides()).toEqual([]);
  });

  it('names every bad line with its number, and imports all others', async () => {
    const csv = [
      'park;own_id;name;themeparks_wiki_id;latitude;longitude;entity_type',
      '1;R-1;Good One;;;;ride',
      'atlantis;R-2;Lost;;;;',
      '1;;No Id;;;;',
      '1;R-4;;;;;',
      '1;R-5;Bad Uuid;xyz;;;',
      '1;R-6;North of the Pole;;99;1;',
      '1;R-7;Swapped;;-81.47;28.47;',
      '1;R-8;Half;;28.4;;',
      '1;R-9;"Open quote;;;;',
      '1;R-10;Good Two;;28.471;-81.471;SHOW',
      '1;R-10;Same Id;;;;',
      '',
      '1;R-12;Ünïcode ‘Ride’;;;;',
    ].join('\r\n');
    const report = await load(csv);
    expect(report).toMatchObject({ lines: 12, created: 6 });
    expect(report.problems).toEqual([
      { line: 3, message: expect.stringContaining('"atlantis"') as string },
      { line: 4, message: 'own_id is empty' },
      { line: 5, message: 'name is empty' },
      { line: 6, message: expect.stringContaining('"xyz" is not a UUID') as string },
      { line: 10, message: 'A quote is not closed' },
      { line: 12, message: 'own_id R-10 is on line 11 already' },
    ]);
    expect(report.warnings).toEqual([
      { line: 2, message: expect.stringContaining('"ride" is none of ATTRACTION') as string },
      { line: 7, message: expect.stringContaining('latitude "99"') as string },
      { line: 8, message: expect.stringContaining('swapped') as string },
      { line: 9, message: 'The position is not used: latitude and longitude are only given together' },
    ]);
    const { code, stderr } = await run(csv);
    expect([code, stderr]).toEqual([3, expect.stringContaining('catalog.csv:3: No park has')]);
    expect(stderr).toContain('catalog.csv:7: The position is not used');
    expect((await rides()).map(({ name }) => name)).toEqual([
      'Good One',
      'North of the Pole',
      'Swapped',
      'Half',
      'Good Two',
      'Ünïcode ‘Ride’',
    ]);
  });

  it('imports a ride far from its park without its position, and warns', async () => {
    const csv = 'park,own_id,name,lat,lon\n1,R-1,Near,28.471,-81.471\n1,R-2,Far,48.87,2.78\n';
    const { code, stdout, stderr } = await run(csv);
    expect([code, stdout]).toEqual([3, expect.stringContaining('2 new')]);
    expect(stdout).toContain('0 lines not used, 1 value not used');
    expect(stderr).toMatch(/catalog\.csv:3: The position is not used, and the park may be wrong: .* km from its park/);
    expect(await app.query('SELECT ride_id AS rideId, latitude FROM entity_metadata')).toEqual([
      { rideId: 1, latitude: 28.471 },
    ]);
    expect(await load(csv)).toMatchObject({ unchanged: 2, problems: [], warnings: [{ line: 3 }] });
    expect(await load(csv.replace('48.87,2.78', '28.472,-81.472'))).toMatchObject({ updated: 1, warnings: [] });
  });

  it('reads decimal commas, as spreadsheets write them in many countries', async () => {
    expect(await load('park;own_id;name;lat;lon\n1;R-1;Comma;28,471;-81,471\n')).toMatchObject({ warnings: [] });
    expect(await load('park,own_id,name,lat,lon\n1,R-2,Quoted,"28,472","-81,472"\n')).toMatchObject({ warnings: [] });
    expect(await app.query('SELECT latitude FROM entity_metadata ORDER BY latitude')).toEqual([
      { latitude: 28.471 },
      { latitude: 28.472 },
    ]);
  });

  it.each([
    ['', 'The file is empty'],
    ['name,uuid\nX,Y\n', 'The header has no column park, own_id'],
  ])('refuses %j as a whole', async (csv, problem) => {
    const { code, stderr } = await run(csv);
    expect([code, stderr]).toEqual([3, expect.stringContaining(problem)]);
  });

  it('refuses a missing file, a file that is not UTF-8, and a wrong source with exit code 2', async () => {
    const settings = { DATABASE_URL: databaseUrl(database.connectionOptions) };
    const latin = join(folder.path, 'latin.csv');
    writeFileSync(latin, Buffer.from('park,own_id,name\n1,1,Caf\xe9\n', 'latin1'));
    for (const args of [['/nowhere.csv'], [latin], [], ['a.csv', 'b.csv'], [latin, '--source', 'archive']]) {
      expect((await runHere(['catalog', 'import', ...args], settings)).code).toBe(2);
    }
  });

  it('lets the archive find its rides by the operator’s id and by name', async () => {
    await load('park,own_id,name,internal_id\n1,R-1,Robots in 3D,10877\n1,R-2,Slow Boat,\n1,R-3,Another,\n');
    await importArchive({}, { entityId: uuid(2), internalId: '222', name: 'SLOW BOAT™' });
    expect(await links()).toEqual([
      { uuid: RIDE_ID, rideId: 1, method: 'EXTERNAL_ID' },
      { uuid: uuid(2), rideId: 2, method: 'EXACT_NAME' },
    ]);
    expect((await ids()).map(({ source, id }) => `${source} ${id}`)).toEqual([
      'ARCHIVE 10877',
      'OWN R-1',
      'OWN R-2',
      'OWN R-3',
      'ARCHIVE 10877',
      'ARCHIVE 222',
    ]);
  });

  it('joins rides that the archive brought before, by UUID, operator’s id and name', async () => {
    await importArchive(
      {},
      { entityId: uuid(2), internalId: '222', name: 'Slow Boat' },
      { entityId: uuid(3), internalId: '333', name: 'Carousel' },
    );
    const csv =
      'park,own_id,name,uuid,internal_id\n' +
      `1,R-1,Any Name,${RIDE_ID.toUpperCase()},\n1,R-2,Boat Trip,,222\n1,R-3,carousel,,\n1,R-4,Carousel,,\n`;
    expect(await load(csv)).toMatchObject({ created: 1, joined: 3, problems: [] });
    expect(await load(csv)).toMatchObject({ created: 0, joined: 0, updated: 0, unchanged: 4, problems: [] });
    const own = (await ids()).filter(({ source }) => source === 'OWN');
    expect(own.map(({ id }) => id)).toEqual(['R-1', 'R-2', 'R-3', 'R-4']);
    expect((await rides()).map(({ name }) => name)).toEqual([
      'TRANSFORMERS™: The Ride-3D',
      'Slow Boat',
      'Carousel',
      'Carousel',
    ]);
  });

  it('gives an operator’s id to one ride only, and warns about all others', async () => {
    await importArchive({}, { entityId: uuid(2), internalId: '222', name: 'Slow Boat' });
    const csv =
      'park,own_id,name,internal_id\n1,R-1,Slow Boat,\n1,R-2,Fast Boat,222\n1,R-3,Wheel,333\n1,R-4,Big Wheel,333\n';
    const warnings = [
      { line: 3, message: 'internal_id 222 is not used: the ride with the own_id R-1 has it' },
      { line: 5, message: 'internal_id 333 is not used: the ride with the own_id R-3 has it' },
    ];
    expect(await load(csv)).toMatchObject({ created: 3, joined: 1, problems: [], warnings });
    expect(await load(csv)).toMatchObject({ unchanged: 4, problems: [], warnings });
    const archive = (await ids()).filter(({ source, id }) => source === 'ARCHIVE' && id !== '10877');
    expect(archive.map(({ id }) => id)).toEqual(['222', '333']);
  });

  it('joins a UUID that is given later, whether it was observed or not', async () => {
    await load('park,own_id,name\n1,R-1,Storm Coaster\n1,R-2,Slow Boat\n');
    await importArchive({ entityId: uuid(2), name: 'Bateau' });
    const csv = `park,own_id,name,uuid\n1,R-1,Storm Coaster,${uuid(1)}\n1,R-2,Slow Boat,${uuid(2)}\n`;
    expect(await load(csv)).toMatchObject({ updated: 2, problems: [] });
    expect((await rides())[0]).toMatchObject({ name: 'Storm Coaster', uuid: uuid(1) });
    expect(await links()).toEqual([{ uuid: uuid(2), rideId: 2, method: 'MANUAL' }]);
    expect(await load(csv)).toMatchObject({ updated: 0, unchanged: 2, problems: [] });
    const other = await load(`park,own_id,name,uuid\n1,R-1,Storm Coaster,${uuid(9)}\n1,R-9,New,${uuid(1)}\n`);
    expect(other.problems).toEqual([
      { line: 2, message: expect.stringContaining('another UUID') as string },
      { line: 3, message: expect.stringContaining('has the own_id R-1') as string },
    ]);
  });

  it('creates a park that is unknown if the line names its destination', async () => {
    const csv = `park,own_id,name,destination,park_name,timezone\n${uuid(70)},1,Ride,${uuid(80)},Far Land,Asia/Tokyo\n`;
    expect(await load(csv)).toMatchObject({ created: 1, problems: [] });
    expect(await app.query('SELECT name, timezone FROM parks WHERE themeparks_wiki_id = ?', [uuid(70)])).toEqual([
      { name: 'Far Land', timezone: 'Asia/Tokyo' },
    ]);
    expect((await load(csv.replace('Asia/Tokyo', 'Tokyo').replaceAll(uuid(70), uuid(71)))).problems).toHaveLength(1);
  });

  it('loads 1,572 rides in seconds', async () => {
    const lines = Array.from({ length: 1_572 }, (_, n) => `1,R-${n},Ride ${n},28.47${n % 10},-81.47`);
    const csv = `park,own_id,name,lat,lon\n${lines.join('\n')}\n`;
    const startMs = performance.now();
    expect(await load(csv)).toMatchObject({ lines: 1_572, created: 1_572, problems: [] });
    const firstMs = performance.now() - startMs;
    expect(await load(csv)).toMatchObject({ created: 0, unchanged: 1_572 });
    expect(firstMs).toBeLessThan(30_000);
  });
});
