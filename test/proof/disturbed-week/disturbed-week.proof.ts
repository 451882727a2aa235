import type { ConnectionTarget } from '../../../src/common/database/data-source-options.js';
import { freePort } from '../../support/free-port.js';
import { listeningOn, PrivateDatabase } from '../../support/private-database.js';
import { tableChecksums } from '../../support/table-checksum.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { valuesOfTables } from '../../support/values-of-tables.js';
import { FragileConnection } from '../faults/fragile-connection.js';
import { CollectedWeek, type Fault } from './collected-week.js';
import { RandomFaults } from './random-faults.js';

/** A month ends in it, and the clocks of America go back (1 November 2026). */
const START_MS = Date.parse('2026-10-28T09:00:00.250Z');
const DAYS = Number(process.env.DAYS ?? 7);
const USER = { user: 'warehouse', password: 'harmless' };
/** Beside those of `tableChecksums`. */
const COMPARED = [
  'entity_live_details',
  'queue_current',
  'ride_daily_stats',
  'ride_day_hours',
  'park_daily_stats',
  'park_hourly_stats',
  'park_schedules',
  'data_quality_log',
];

describe('a week of collection under random faults', () => {
  const folder = temporaryFolder('disturbed_week');
  let calmDatabase: TestDatabase;
  let database: PrivateDatabase;
  let network: FragileConnection;
  let target: ConnectionTarget;
  beforeAll(async () => {
    calmDatabase = await createTestDatabase('calm_week');
    const port = await freePort();
    const options = ['--innodb-log-file-size=16M', '--innodb-flush-log-at-trx-commit=2', ...listeningOn(port)];
    database = await PrivateDatabase.start(folder.path, options);
    network = await FragileConnection.to(port);
    await database.createUser(USER);
    target = { host: '127.0.0.1', port, ...USER, database: database.database };
  });
  afterAll(async () => {
    await network?.close();
    await database?.release();
    await calmDatabase?.drop();
    folder.remove();
  });

  it('ends with the tables of an undisturbed week', async () => {
    const calm = await collected(calmDatabase.connectionOptions, calmDatabase.connectionOptions, () => null);
    const faults = new RandomFaults(database, network);
    const through = { ...target, port: network.port };
    const disturbed = await collected(target, through, (cycle, week) => faults.of(cycle, week));
    console.table(faults.counts);
    console.log('attempts that stored less than all destinations, by how they ended', disturbed.failed);
    console.log(`${DAYS} days: undisturbed in ${calm.seconds} s, with faults in ${disturbed.seconds} s`);
    console.log(JSON.stringify(calm.values, null, 1));
    expect(faults.total).toBeGreaterThan(DAYS);
    expect(disturbed.values).toEqual(calm.values);
  });
});

type FaultOf = (cycle: number, week: CollectedWeek) => Fault | null;

async function collected(connection: ConnectionTarget, through: ConnectionTarget, faultOf: FaultOf) {
  const startedMs = performance.now();
  const week = await CollectedWeek.start({ startMs: START_MS, connection, collectedThrough: through });
  try {
    await week.collect(DAYS, (cycle) => faultOf(cycle, week));
    const values = { ...(await tableChecksums(connection)), ...(await valuesOfTables(connection, COMPARED)) };
    return { values, failed: week.failed, seconds: Math.round((performance.now() - startedMs) / 1_000) };
  } finally {
    await week.close();
  }
}
