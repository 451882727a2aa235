import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { type Cost, expectRecovery, FragileWarehouse } from './fragile-warehouse.js';

const FAULT_MS = 15_000;
/** Health checks and cycles wait for a silent server for some seconds each, and try again. */
const BACK_WITHIN_SECONDS = 60;

describe('a server that collects, under faults of its surroundings', () => {
  const folder = temporaryFolder('faults');
  const costs: Cost[] = [];
  let warehouse: FragileWarehouse;
  beforeAll(async () => {
    warehouse = await FragileWarehouse.start(folder.path);
  });
  afterAll(async () => {
    await warehouse?.close();
    folder.remove();
    console.table(costs);
  });

  const faults: Record<string, () => Promise<void>> = {
    'the database is killed': () => Promise.resolve(warehouse.signalDatabase('SIGKILL')),
    'the database hangs for 15 s': async () => {
      warehouse.signalDatabase('SIGSTOP');
      await pause(FAULT_MS);
      warehouse.signalDatabase('SIGCONT');
    },
    'the database is read-only for 15 s': async () => {
      await warehouse.query('SET GLOBAL read_only = 1');
      await pause(FAULT_MS);
      await warehouse.query('SET GLOBAL read_only = 0');
    },
    'the database has no connection left for 15 s': async () => {
      const held = await holdAllConnections(warehouse);
      await pause(FAULT_MS);
      await Promise.all(held.map((one) => one.end()));
    },
    'the network to the database is cut for 15 s': async () => {
      warehouse.network.become('REFUSED');
      await pause(FAULT_MS);
      warehouse.network.become('WHOLE');
    },
    'the network to the database swallows everything for 15 s': async () => {
      warehouse.network.become('SILENT');
      await pause(FAULT_MS);
      warehouse.network.become('WHOLE');
    },
    'the server is killed and started again': async () => {
      await warehouse.killServer();
      await warehouse.serve();
    },
  };

  it.each(Object.keys(faults))('loses nothing, answers no 500, and goes on by itself: %s', async (name) => {
    const cost = await warehouse.suffer(name, faults[name]!);
    costs.push(cost);
    expectRecovery(cost, name, BACK_WITHIN_SECONDS);
  });
});

/** Takes every connection that the server still gives, and kills those of the program, which then finds none. */
async function holdAllConnections(warehouse: FragileWarehouse): Promise<Connection[]> {
  const { DATABASE_URL } = warehouse.settings;
  const held: Connection[] = [];
  const hold = async (): Promise<boolean> => {
    try {
      const connection = await createConnection(DATABASE_URL!);
      connection.on('error', () => undefined);
      held.push(connection);
      return true;
    } catch {
      return false;
    }
  };
  while (await hold());
  const own = new Set(held.map(({ threadId }) => threadId));
  const users = await warehouse.query<{ id: number }>(
    "SELECT id FROM information_schema.processlist WHERE user = 'warehouse'",
  );
  for (const { id } of users.filter((one) => !own.has(Number(one.id)))) {
    await warehouse.query(`KILL ${id}`);
    await hold();
  }
  return held;
}
