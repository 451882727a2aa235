import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
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
      await withoutConnections(warehouse, () => pause(FAULT_MS));
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

/**
 * While `meanwhile` runs, holds every connection that the server gives to ordinary users: those of the program are killed, and it finds
 * no other. The owner's connection is open before, because the one that the server keeps for its owner may be taken by then.
 */
async function withoutConnections(warehouse: FragileWarehouse, meanwhile: () => Promise<unknown>): Promise<void> {
  const owner = await warehouse.connectAsOwner();
  const held: Connection[] = [];
  const hold = async (): Promise<boolean> => {
    try {
      const connection = await createConnection(warehouse.settings.DATABASE_URL!);
      connection.on('error', () => undefined);
      held.push(connection);
      return true;
    } catch {
      return false;
    }
  };
  try {
    while (await hold());
    const [users] = await owner.query<RowDataPacket[]>(
      "SELECT id FROM information_schema.processlist WHERE user = 'warehouse'",
    );
    const own = new Set(held.map(({ threadId }) => threadId));
    for (const { id } of users.filter((one) => !own.has(Number(one.id)))) {
      // it may be gone by itself
      await owner.query(`KILL ${id}`).catch(() => undefined);
      await hold();
    }
    await meanwhile();
  } finally {
    await Promise.all(held.map((one) => one.end()));
    await owner.end();
  }
}
