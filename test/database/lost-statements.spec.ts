import { setImmediate as setImmediately, setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { type Connection, createConnection } from 'mysql2/promise';
import { jest } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { ConsistentView } from '../../src/common/database/consistent-view.js';
import { withDatabaseRetry } from '../../src/common/database/retry.js';
import { TransactionService } from '../../src/common/database/transaction.service.js';
import { Destination, Park } from '../../src/modules/catalog/entities/park.entity.js';
import { IdMapping } from '../../src/modules/catalog/entities/catalog-decision.entity.js';
import { Ride, RideAlias } from '../../src/modules/catalog/entities/ride.entity.js';
import { RegistryRepository } from '../../src/modules/catalog/registry/registry.repository.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { recordSentSql } from '../support/sent-sql.js';

const UUID = '00000000-0000-4000-8000-000000000001';
const ADD_TO_BOTH = 'UPDATE counters SET value = value + 1 WHERE id IN (1, 2)';
const ADD_TO_THIRD = 'UPDATE counters SET value = value + 1 WHERE id = 3';

/** Begins before the connections are opened, which keep their method. */
const recorder = recordSentSql();
let open: OpenDatabase;
/** A connection that does not belong to the program. */
let other: Connection;

beforeAll(async () => {
  open = await openMigratedDatabase('lost_statements');
  other = await createConnection(open.database.connectionOptions);
  await other.query('CREATE TABLE counters (id INT PRIMARY KEY, value INT NOT NULL) ENGINE = InnoDB');
  await other.query('CREATE TABLE ballast (id INT PRIMARY KEY) ENGINE = InnoDB');
});
beforeEach(async () => {
  for (const table of ['counters', 'ballast']) await other.query(`DELETE FROM ${table}`);
  await other.query('INSERT INTO counters VALUES (1, 0), (2, 0), (3, 0)');
  recorder.sent.length = 0;
});
afterEach(() => other.query('ROLLBACK'));
afterAll(async () => {
  recorder.stop();
  await other?.end();
  await open?.close();
});

const values = async (): Promise<number[]> =>
  (await open.dataSource.query<{ value: number }[]>('SELECT value FROM counters ORDER BY id')).map(
    ({ value }) => value,
  );

/** Begins a transaction that has changed so many rows that the server ends another one in a deadlock. */
async function beginLargeTransaction(): Promise<void> {
  await other.query('START TRANSACTION');
  await other.query(`INSERT INTO ballast VALUES ${Array.from({ length: 100 }, (_, id) => `(${id})`).join(',')}`);
}

/** The server renews its list of transactions only if it was not read for 100 ms. */
const LIST_AGE_MS = 150;

/** Resolves when a transaction in this schema waits for a lock of another one. */
async function untilOneWaits(): Promise<void> {
  const sql = `SELECT COUNT(*) AS waiting FROM information_schema.INNODB_TRX t
    JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id AND p.DB = DATABASE()
    WHERE t.trx_state = 'LOCK WAIT'`;
  for (;;) {
    await delay(LIST_AGE_MS);
    const [row] = await open.dataSource.query<{ waiting: number }[]>(sql);
    if (Number(row!.waiting) > 0) return;
  }
}

/** Lets `write`, which changes both counters in order, lose a deadlock. */
async function loseDeadlock<T>(write: () => Promise<T>): Promise<T> {
  await beginLargeTransaction();
  await other.query('UPDATE counters SET value = value + 10 WHERE id = 2');
  const writing = write();
  // A failure is reported below, when the other transaction is over.
  writing.catch(() => undefined);
  await untilOneWaits();
  await other.query('UPDATE counters SET value = value + 10 WHERE id = 1');
  await other.query('COMMIT');
  return writing;
}

const timesSent = (sql: string): number => recorder.sent.filter((sent) => sent === sql).length;

describe('a single statement that loses a deadlock', () => {
  it('is repeated, and takes effect once', async () => {
    await loseDeadlock(() => open.dataSource.query(ADD_TO_BOTH));
    expect([timesSent(ADD_TO_BOTH), await values()]).toEqual([2, [11, 11, 0]]);
  });

  it('is repeated on a connection that has committed a transaction', async () => {
    await withRunner(async (runner) => {
      await runner.startTransaction();
      await runner.query('UPDATE counters SET value = 5 WHERE id = 3');
      await runner.commitTransaction();
      await loseDeadlock(() => runner.query(ADD_TO_BOTH));
    });
    expect(await values()).toEqual([11, 11, 5]);
  });

  it('is repeated when it registers a destination that another process registers, too', async () => {
    const { dataSource } = open;
    const [destinations, parks, rides, aliases, mappings] = [
      dataSource.getRepository(Destination),
      dataSource.getRepository(Park),
      dataSource.getRepository(Ride),
      dataSource.getRepository(RideAlias),
      dataSource.getRepository(IdMapping),
    ];
    const registry = new RegistryRepository(destinations, parks, rides, aliases, mappings);
    await beginLargeTransaction();
    await other.query('INSERT INTO destinations (themeparks_wiki_id, name) VALUES (?, ?)', [UUID, 'First']);
    const registering = registry.ensureDestination(UUID);
    registering.catch(() => undefined);
    await untilOneWaits();
    // waits for the row that the registration has just inserted
    await other.query('SELECT destination_id FROM destinations FORCE INDEX (PRIMARY) FOR UPDATE');
    await other.query('COMMIT');
    const destinationId = await registering;
    expect(await destinations.find()).toMatchObject([{ destinationId, themeparksWikiId: UUID, name: 'First' }]);
  });
});

describe('a single statement that waits too long for a lock', () => {
  it('is repeated', async () => {
    await withRunner(async (runner) => {
      await runner.query('SET SESSION innodb_lock_wait_timeout = 1');
      await other.query('START TRANSACTION');
      await other.query('UPDATE counters SET value = value + 10 WHERE id = 2');
      const writing = runner.query(ADD_TO_BOTH);
      writing.catch(() => undefined);
      const deadlineMs = performance.now() + 20_000;
      while (timesSent(ADD_TO_BOTH) < 2 && performance.now() < deadlineMs) await delay(5);
      await other.query('COMMIT');
      await writing;
    });
    expect(await values()).toEqual([1, 11, 0]);
  });

  it('fails in the end, and counts its attempts in a retry around it', async () => {
    await withRunner(async (runner) => {
      const waitAtMost = (seconds: number) => runner.query(`SET SESSION innodb_lock_wait_timeout = ${seconds}`);
      // MySQL has no shorter wait than 1 s.
      await waitAtMost(0).catch(() => waitAtMost(1));
      await other.query('START TRANSACTION');
      await other.query('UPDATE counters SET value = value + 10 WHERE id = 2');
      const nowMs = () => performance.now();
      await expect(withDatabaseRetry(() => runner.query(ADD_TO_BOTH), { nowMs })).rejects.toMatchObject({
        driverError: { code: 'ER_LOCK_WAIT_TIMEOUT' },
      });
      expect(timesSent(ADD_TO_BOTH)).toBe(11);
    });
    await other.query('ROLLBACK');
    expect(await values()).toEqual([0, 0, 0]);
  });
});

describe('a statement of a transaction that loses a deadlock', () => {
  const addToAll = async (manager: { query(sql: string): Promise<unknown> }) => {
    await manager.query(ADD_TO_THIRD);
    await manager.query(ADD_TO_BOTH);
  };

  it('is not repeated without the statements before it', async () => {
    const transactions = new TransactionService(open.dataSource);
    await expect(loseDeadlock(() => transactions.runOnce(addToAll))).rejects.toMatchObject({
      driverError: { code: 'ER_LOCK_DEADLOCK' },
    });
    expect([timesSent(ADD_TO_BOTH), await values()]).toEqual([1, [10, 10, 0]]);
  });

  it('is repeated with the whole transaction', async () => {
    const transactions = new TransactionService(open.dataSource);
    await loseDeadlock(() => transactions.run(addToAll));
    expect([timesSent(ADD_TO_BOTH), timesSent(ADD_TO_THIRD), await values()]).toEqual([2, 2, [11, 11, 1]]);
  });

  it('is not repeated in a transaction that was begun by its text', async () => {
    await withRunner(async (runner) => {
      await runner.query('START TRANSACTION');
      await expect(loseDeadlock(() => addToAll(runner))).rejects.toMatchObject({
        driverError: { code: 'ER_LOCK_DEADLOCK' },
      });
      await runner.query('ROLLBACK');
    });
    expect(await values()).toEqual([10, 10, 0]);
  });
});

describe('a consistent view', () => {
  const openView = async () => {
    // a pool of its own, whose only connection the next statement would take
    const dataSource = await open.connect();
    const view = await ConsistentView.open(dataSource, (cause) => cause as Error);
    const { runner } = view as unknown as { runner: QueryRunner };
    const connection = (await runner.connect()) as { threadId: number; stream: Socket };
    return { dataSource, view, runner, connection };
  };

  it('passes on no rows after it has failed for a lost connection', async () => {
    const { view, connection } = await openView();
    let takenRows = 0;
    let end = (): void => undefined;
    const taken = new Promise<void>((resolve) => (end = resolve));
    const streamed = view.stream('SELECT COLUMN_NAME FROM information_schema.COLUMNS', () => {
      takenRows++;
      setImmediate(() => connection.stream.destroy());
      return taken;
    });
    await expect(streamed).rejects.toThrow('Connection lost');
    end();
    await setImmediately();
    expect(takenRows).toBe(1);
    await view.close();
  });

  it('gives its connection up if it cannot end its transaction', async () => {
    const { dataSource, view, runner, connection } = await openView();
    jest.spyOn(runner, 'query').mockRejectedValueOnce(new Error('ROLLBACK was refused'));
    await view.close();
    const [next] = await dataSource.query<{ id: number }[]>('SELECT CONNECTION_ID() AS id');
    expect(Number(next!.id)).not.toBe(connection.threadId);
  });
});

async function withRunner(work: (runner: QueryRunner) => Promise<void>): Promise<void> {
  // A pool of its own, because settings of a session outlive its use.
  const runner = (await open.connect()).createQueryRunner();
  try {
    await work(runner);
  } finally {
    await runner.release();
  }
}
