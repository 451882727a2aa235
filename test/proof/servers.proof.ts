import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { runHere } from '../support/program-here.js';
import { databaseUrl } from '../support/program.js';
import { tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { valuesOfTables } from '../support/values-of-tables.js';

const ARCHIVE = {
  seed: 25,
  destinations: 2,
  start: '2023-11-20',
  days: 45,
  rides: 15,
  eventsPerRideDay: 40,
  gzipShare: 0.1,
  plainShare: 0.1,
  compressionLevel: 1,
  defects: DEFECT_NAMES,
  bombBytes: 64 * 1024 ** 2,
};
const RESULTS = [
  ...['ride_hourly_stats', 'ride_daily_stats', 'ride_ten_day_stats', 'ride_monthly_stats'],
  ...['park_hourly_stats', 'park_daily_stats', 'park_down_reports', 'data_quality_log', 'data_exclusions'],
];
/** Programs end with 3 if the data has defects, which it has. */
const DONE = [0, 3];

/** The private server, and those of TEST_SERVERS: see docs/servers.md. */
const SERVERS = [
  { name: 'embedded', url: undefined },
  ...(process.env.TEST_SERVERS ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map((entry) => ({ name: entry.slice(0, entry.indexOf('=')), url: entry.slice(entry.indexOf('=') + 1) })),
];

describe('the same work on every server', () => {
  const folder = temporaryFolder('servers');
  const databases: TestDatabase[] = [];
  afterAll(async () => {
    for (const database of databases) await database.drop();
    folder.remove();
  });

  async function work(name: string, url: string | undefined) {
    const database = await createTestDatabase(`servers_${name}`, url);
    databases.push(database);
    const settings = {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      ARCHIVE_SOURCE: join(folder.path, 'archive'),
      ARCHIVE_MAX_INFLATED_MB: '16',
    };
    const seconds: Record<string, number> = {};
    const run = async (...args: string[]) => {
      const startedMs = performance.now();
      const { code, stderr } = await runHere(args, settings);
      seconds[args.slice(0, 2).join(' ')] = Number(((performance.now() - startedMs) / 1000).toFixed(1));
      expect([args.join(' '), DONE.includes(code ?? -1) ? '' : stderr]).toEqual([args.join(' '), '']);
    };
    await run('migrate', 'run');
    await run('import', '--all-parks');
    await run('stats', 'refresh');
    await run('quality', 'check', '--start-date', '2023-11-20', '--end-date', '2024-01-05');
    await run('storage', 'measure');
    const exports = [];
    for (const parkId of await parksOf(database)) {
      const file = join(folder.path, `${name}-${parkId}.csv`);
      await run(
        'export',
        '--park-id',
        String(parkId),
        '--from',
        '2023-11-01',
        '--to',
        '2024-02-01',
        '-o',
        file,
        '--format',
        'csv',
      );
      exports.push(exportedValues(file));
    }
    const values = {
      ...(await tableChecksums(database.connectionOptions)),
      ...(await valuesOfTables(database.connectionOptions, RESULTS)),
      exports: exports.sort(),
    };
    return { values, seconds };
  }

  it('ends in the same values: import with all defects, statistics, findings and exports', async () => {
    await writeArchive(ARCHIVE, join(folder.path, 'archive'));
    const done = new Map<string, Awaited<ReturnType<typeof work>>>();
    for (const { name, url } of [...SERVERS, { name: 'again', url: undefined }]) done.set(name, await work(name, url));
    console.table(Object.fromEntries([...done].map(([name, { seconds }]) => [name, seconds])));
    const expected = done.get('embedded')!.values;
    console.log(JSON.stringify(expected, null, 1).slice(0, 3000));
    for (const { values } of done.values()) expect(values).toEqual(expected);
  });
});

async function parksOf({ connectionOptions }: TestDatabase): Promise<number[]> {
  const connection = await createConnection(connectionOptions);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT park_id AS parkId FROM parks ORDER BY themeparks_wiki_id',
    );
    return rows.map(({ parkId }) => Number(parkId));
  } finally {
    await connection.end();
  }
}

/** The lines without internal ids, which depend on the order of writes. */
function exportedValues(file: string): string {
  const lines = readFileSync(file, 'utf8')
    .split('\r\n')
    .map((line) => line.replace(/^\d+,\d+,/, '').replace(/^((?:"(?:[^"]|"")*"|[^,]*),)\d+,/, '$1'));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
