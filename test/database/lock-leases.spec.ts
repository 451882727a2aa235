import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { LockLeases } from '../../src/common/database/lock-leases.js';
import { lockRow } from '../../src/common/database/lock-row.js';
import { Destination } from '../../src/modules/catalog/entities/park.entity.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';

describe('a lock lease', () => {
  let open: OpenDatabase;
  let dataSource: DataSource;
  let leases: LockLeases;
  beforeAll(async () => {
    open = await openMigratedDatabase('lock_leases');
    dataSource = open.dataSource;
    leases = new LockLeases(dataSource);
  });
  beforeEach(() => dataSource.query('DELETE FROM lock_leases'));
  afterAll(() => open.close());

  const take = (owner: string) => leases.acquire('x', owner);
  const hold = async (owner: string, untilSeconds: number): Promise<void> => {
    await dataSource.query('REPLACE INTO lock_leases VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)', [
      'x',
      owner,
      untilSeconds,
    ]);
  };

  it('is held by one of many that compete for it, and passed on to all of them', async () => {
    const others = [leases, new LockLeases(await open.connect())];
    const done: number[] = [];
    let holders = 0;
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        others[index % 2]!.withLease('x', 30, async () => {
          expect(++holders).toBe(1);
          await pause(20);
          holders--;
          return done.push(index);
        }),
      ),
    );
    expect([done.sort(), results.filter((result) => result === null)]).toEqual([[0, 1, 2, 3, 4, 5], []]);
    expect(await dataSource.query('SELECT * FROM lock_leases')).toEqual([{ name: 'x', owner: null, until: null }]);
  });

  it('is refused while another owner holds it', async () => {
    await hold('a', 5);
    expect(await leases.withLease('x', 0, () => Promise.resolve('done'))).toBeNull();
  });

  it('is released if the work fails', async () => {
    await expect(leases.withLease('x', 0, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await take('b')).toBe(true);
  });

  it('is accepted by its own owner, whose statement may be repeated after it has taken effect', async () => {
    await hold('a', 5);
    expect([await take('a'), await take('b')]).toEqual([true, false]);
  });

  it('goes to another owner some seconds after it has expired, not at once', async () => {
    await hold('a', -1);
    expect([await take('b'), await take('b'), await take('c')]).toEqual([false, false, false]);
    await dataSource.query('UPDATE lock_leases SET until = UTC_TIMESTAMP(3)');
    expect([await take('c'), await take('b')]).toEqual([true, false]);
  });

  it('stays with an owner that renews it in these seconds', async () => {
    await hold('a', -1);
    expect([await take('b'), await take('a')]).toEqual([false, true]);
  });

  it('has a table that several processes can create on an empty schema at once', async () => {
    const empty = await openEmptyDatabase('lock_leases_empty');
    try {
      await Promise.all([empty.dataSource, await empty.connect()].map((one) => new LockLeases(one).prepare()));
      const run = await new LockLeases(empty.dataSource).withLease('schema:x', 1, () => Promise.resolve('done'));
      expect(run).toEqual({ result: 'done' });
    } finally {
      await empty.close();
    }
  });
});

describe('lockRow', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await openMigratedDatabase('lock_row');
    await open.dataSource.query(
      "INSERT INTO destinations (destination_id, name, themeparks_wiki_id) VALUES (1, 'a', 'a')",
    );
  });
  afterAll(() => open.close());

  it('changes the row, which a cluster sees, and finds no row that is not there', async () => {
    const { manager } = open.dataSource;
    const versions = () => manager.query('SELECT lock_version AS version FROM destinations');
    const found = [
      await lockRow(manager, Destination, { destinationId: 1 }),
      await lockRow(manager, Destination, { destinationId: 1 }),
      await lockRow(manager, Destination, { destinationId: 2 }),
    ];
    expect([found, await versions()]).toEqual([[true, true, false], [{ version: 2 }]]);
  });
});
