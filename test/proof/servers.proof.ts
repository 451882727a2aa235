import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { type Answer, everyAnswer } from '../support/every-answer.js';
import { otherServer, privateServer, serverProcesses } from '../support/killable-server.js';
import { importUnderServerKills } from '../support/killed-server-import.js';
import { differences } from '../support/masked-answers.js';
import { runHere } from '../support/program-here.js';
import { databaseUrl } from '../support/program.js';
import { warningsDuring } from '../support/server-warnings.js';
import { CHECKSUMMED_TABLES, tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { valuesOfTables } from '../support/values-of-tables.js';
import { doWholeJob, writeJobArchive } from '../support/whole-job.js';

const SIZE = { days: 45, rides: 15, eventsPerRideDay: 40, cycles: 50 };
/** Tables that may differ after the same work, and why. All others are compared. */
const MAY_DIFFER: Readonly<Record<string, string>> = {
  storage_metrics: 'sizes of the files of this server',
  storage_measurements: 'sizes of the files of this server',
  storage_alerts: 'depend on sizes',
  storage_row_counts: 'counted at another time',
  job_leases: 'times of the clock of this machine',
  job_runs: 'times of the clock of this machine',
  api_budgets: 'times of the clock of this machine',
  api_budget_leases: 'times of the clock of this machine',
  schema_migrations: 'times of the clock of this machine',
};
/** Tables of the History API that the work fills; empty ones would be equal without proof. */
const OF_HISTORY = [
  'history_days',
  'history_daily',
  'reconciled_days',
  'gap_fills',
  'park_schedule_months',
  'response_shapes',
];
const FIRST_DAY = '2023-11-01';
const END = '2024-02-01';

/** The private server, and those of TEST_SERVERS: see docs/servers.md. */
const OTHERS = (process.env.TEST_SERVERS ?? '')
  .split(/\s+/)
  .filter(Boolean)
  .map((entry) => ({ name: entry.slice(0, entry.indexOf('=')), url: entry.slice(entry.indexOf('=') + 1) }));
const SERVERS = [{ name: 'embedded', url: undefined }, ...OTHERS];
const PROCESSES = serverProcesses(process.env.TEST_SERVER_PROCESSES);

const folder = temporaryFolder('servers');
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.drop();
  folder.remove();
});

async function newDatabase(name: string, url: string | undefined): Promise<TestDatabase> {
  const database = await createTestDatabase(`servers_${name}`, url);
  databases.push(database);
  return database;
}

describe('the same work on every server', () => {
  let destinationIds: string[];
  beforeAll(async () => {
    destinationIds = await writeJobArchive(folder.path, SIZE);
  });

  async function work(name: string, url: string | undefined) {
    const database = await newDatabase(name, url);
    const connection = database.connectionOptions;
    let result: { values: object; answers: Record<string, Answer>; seconds: Record<string, number> } | undefined;
    const warnings = await warningsDuring(async () => {
      const job = await doWholeJob({ connection, folder: folder.path, destinationIds, size: SIZE });
      const answers = await everyAnswer(job.api).finally(() => job.close());
      const exports = await exportsOf(name, database);
      const values = {
        ...(await tableChecksums(connection)),
        ...(await valuesOfTables(connection, await comparedTables(database))),
        exports,
      };
      result = { values, answers, seconds: job.seconds };
    });
    return { ...result!, warnings };
  }

  it('ends in the same values, exports and answers, without a warning of a server', async () => {
    const done = new Map<string, Awaited<ReturnType<typeof work>>>();
    for (const { name, url } of [...SERVERS, { name: 'again', url: undefined }]) done.set(name, await work(name, url));
    console.table(Object.fromEntries([...done].map(([name, { seconds }]) => [name, seconds])));
    const expected = done.get('embedded')!;
    console.log(JSON.stringify(expected.values, null, 1).slice(0, 8000));
    const statuses = Object.values(expected.answers).map(({ status }) => status);
    console.log(`${statuses.length} answers, of them ${statuses.filter((status) => status === 200).length} with 200`);
    const found = [...done].map(([name, { answers, warnings }]) => ({
      name,
      differences: differences(expected.answers, answers),
      warnings,
    }));
    const rowsOf = (table: string) => Number.parseInt((expected.values as Record<string, string>)[table]!, 10);
    expect(OF_HISTORY.filter((table) => !(rowsOf(table) > 0))).toEqual([]);
    for (const [name, { values }] of done) expect([name, values]).toEqual([name, expected.values]);
    expect(found).toEqual([...done.keys()].map((name) => ({ name, differences: [], warnings: [] })));
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });
});

/** All tables but those that may differ and those that `tableChecksums` compares. */
async function comparedTables({ connectionOptions }: TestDatabase): Promise<string[]> {
  const connection = await createConnection(connectionOptions);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
    );
    const names = rows.map(({ name }) => String(name));
    return names.filter((name) => !(name in MAY_DIFFER) && !CHECKSUMMED_TABLES.includes(name));
  } finally {
    await connection.end();
  }
}

async function exportsOf(name: string, database: TestDatabase): Promise<string[]> {
  const settings = { DATABASE_URL: databaseUrl(database.connectionOptions) };
  const exports = [];
  for (const parkId of await parksOf(database)) {
    const file = join(folder.path, `${name}-${parkId}.csv`);
    const range = ['--from', FIRST_DAY, '--to', END];
    const { code, stderr } = await runHere(
      ['export', '--park-id', String(parkId), ...range, '-o', file, '--format', 'csv'],
      settings,
    );
    expect([code, stderr.includes('rror')]).toEqual([0, false]);
    exports.push(exportedValues(file));
  }
  return exports.sort();
}

/** The lines without internal ids, which depend on the order of writes. */
function exportedValues(file: string): string {
  const lines = readFileSync(file, 'utf8')
    .split('\r\n')
    .map((line) => line.replace(/^\d+,\d+,/, '').replace(/^((?:"(?:[^"]|"")*"|[^,]*),)\d+,/, '$1'));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** Those with observations: an export of nothing fails. */
async function parksOf({ connectionOptions }: TestDatabase): Promise<number[]> {
  const connection = await createConnection(connectionOptions);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT DISTINCT r.park_id AS parkId FROM rides r JOIN ride_current c ON c.ride_id = r.ride_id ORDER BY r.park_id',
    );
    return rows.map(({ parkId }) => Number(parkId));
  } finally {
    await connection.end();
  }
}

describe('an import whose server is killed and restarted', () => {
  const archive = join(folder.path, 'killed-archive');
  const settings = { ARCHIVE_SOURCE: archive, ARCHIVE_MAX_INFLATED_MB: '16', IMPORT_BATCH_SIZE: '200' };
  let destinationId: string;
  let calm: Awaited<ReturnType<typeof importUnderServerKills>>;

  beforeAll(async () => {
    const forms = { compressionLevel: 1, defects: DEFECT_NAMES, bombBytes: 64 * 1024 ** 2 };
    const size = { seed: 9, destinations: 1, days: 40, start: '2019-12-05', rides: 20, eventsPerRideDay: 40 };
    destinationId = (await writeArchive({ ...size, ...forms }, archive)).destinations[0]!.id;
    const { connectionOptions } = await newDatabase('calm', undefined);
    calm = await importUnderServerKills(connectionOptions, settings, destinationId);
  });

  const expectSame = ({ kills, resumes, ...result }: typeof calm) => {
    console.log(`killed after ${kills.join(', ')} files, ${resumes} resumes`);
    expect(kills.length).toBeGreaterThan(1);
    expect(result).toEqual({ files: calm.files, tables: calm.tables });
  };

  it('ends in the same tables on the private server', async () => {
    const dataDir = join(folder.path, 'private');
    mkdirSync(dataDir);
    const server = await privateServer(dataDir);
    try {
      expectSame(await importUnderServerKills(server.target!, settings, destinationId, server));
    } finally {
      await server.release();
    }
  });

  for (const { name, url } of OTHERS) {
    const process = PROCESSES[name];
    if (process === undefined) {
      it.skip(`ends in the same tables on ${name} (TEST_SERVER_PROCESSES does not say how to kill it)`, () =>
        undefined);
      continue;
    }
    it(`ends in the same tables on ${name}`, async () => {
      const { connectionOptions } = await newDatabase(`${name}_killed`, url);
      const server = otherServer(process, connectionOptions);
      expectSame(await importUnderServerKills(connectionOptions, settings, destinationId, server));
    });
  }
});
