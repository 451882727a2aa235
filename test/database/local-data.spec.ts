import { once } from 'node:events';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { loadLocalData, openLocalData } from '../../src/common/database/local-data.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

describe('rows that this process offers to the server', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await openMigratedDatabase('local_data');
  });
  afterAll(() => open.close());

  it('are all that a server can read: it gets no file', async () => {
    const [error] = (await once(openLocalData('/etc/hostname').resume(), 'error')) as [Error];
    expect(error.message).toBe('The server asked for data that no statement has offered');
  });

  it('are refused with an error where the server does not allow it', async () => {
    const rows = Buffer.from('1\t20240701120000.000\t1\t10\t2\n');
    const columns = ['ride_id', 'recorded_at', 'status', 'wait_time', 'data_source'];
    const load = loadLocalData(open.dataSource.manager, { table: 'ride_status_snapshots', columns }, rows);
    if (dialectOf(open.dataSource).canLoadLocalData) expect(await load).toEqual({ stored: 1, warnings: 0 });
    else await expect(load).rejects.toThrow(/disabled|not allowed/);
  });

  it('leave the connection usable after a statement that fails', async () => {
    const load = loadLocalData(open.dataSource.manager, { table: 'no_such_table', columns: ['x'] }, Buffer.from('1\n'));
    await expect(load).rejects.toThrow();
    expect(await open.dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
