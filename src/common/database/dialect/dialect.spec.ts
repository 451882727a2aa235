import { dialectFor } from './dialect.js';
import { identifyServer, releaseOf, type ServerIdentity } from './server-identity.js';

const server = (version: string, variables: Record<string, string> = {}): ServerIdentity => ({
  family: version.includes('MariaDB') ? 'MariaDB' : 'MySQL',
  version,
  variables: new Map(Object.entries(variables)),
});
const MARIADB = server('10.11.19-MariaDB-0+deb12u1', { innodb_compression_algorithm: 'zlib' });
const MYSQL = server('9.7.4-2', { information_schema_stats_expiry: '86400' });

describe('the dialect of a server', () => {
  it('follows from the answers of the server', async () => {
    const asked: string[] = [];
    const identity = await identifyServer((sql) => {
      asked.push(sql);
      const isVersion = sql.includes('VERSION()');
      return Promise.resolve(isVersion ? [{ version: '9.7.4' }] : [{ Variable_name: 'local_infile', Value: 'OFF' }]);
    });
    expect(identity).toEqual({ family: 'MySQL', version: '9.7.4', variables: new Map([['local_infile', 'OFF']]) });
    expect(asked).toHaveLength(2);
    expect([dialectFor(MARIADB).ormType, dialectFor(identity).ormType]).toEqual(['mariadb', 'mysql']);
    expect([MARIADB, MYSQL, server('11.8'), server('5.5.5-10.11.6-MariaDB'), server('5.5.5')].map(releaseOf)).toEqual([
      [10, 11, 19],
      [9, 7, 4],
      [11, 8, 0],
      [10, 11, 6],
      [5, 5, 5],
    ]);
  });

  it('asks for fresh sizes of tables only if the server keeps old ones', () => {
    const isAsked = (of: ServerIdentity): boolean =>
      dialectFor(of).sessionStatements.join().includes('stats_expiry = 0');
    expect([MYSQL, server('9.7.4'), MARIADB].map(isAsked)).toEqual([true, false, false]);
  });

  it('finds the files of a schema by its name as the server writes it', () => {
    expect(dialectFor(MARIADB).tablespaces('my-parks_2').values).toEqual(['my@002dparks_2']);
    expect(dialectFor(MYSQL).tablespaces('my-parks_2').values).toEqual(['my-parks_2']);
  });

  it('compresses pages only if the server has an algorithm', () => {
    expect(dialectFor(MARIADB).canCompressPages).toBe(true);
    expect(dialectFor(server('11.8.1-MariaDB', { innodb_compression_algorithm: 'none' })).canCompressPages).toBe(false);
  });

  it('compresses tables in a way that the server refuses rather than stop their writers', () => {
    expect(dialectFor(MARIADB).pageCompression('t', true)).toBe(
      'ALTER TABLE t PAGE_COMPRESSED = 1, ALGORITHM = INPLACE, LOCK = NONE',
    );
    expect(dialectFor(MYSQL).pageCompression('t', false)).toBe(
      "ALTER TABLE t COMPRESSION = 'none', FORCE, ALGORITHM = INPLACE, LOCK = NONE",
    );
  });

  it('guards each partition of a range by itself where the server does not', () => {
    const table = { table: 't', keyColumn: 'k', rangeColumn: 'at' };
    const range = { from: '2024-01-10 00:00:00', before: '2024-03-01 00:00:00' };
    const bounds = ['2024-01-01 00:00:00', '2024-02-01 00:00:00', '2024-03-01 00:00:00'].map((bound) => `'${bound}'`);
    const guard = dialectFor(MYSQL).partitionGuard(table, range, bounds);
    expect(guard?.match(/at >= '[^']*' AND at < '[^']*'/g)).toEqual([
      "at >= '2024-01-10 00:00:00' AND at < '2024-02-01 00:00:00'",
      "at >= '2024-02-01 00:00:00' AND at < '2024-03-01 00:00:00'",
    ]);
    expect(dialectFor(MYSQL).partitionGuard(table, range, [])).toBeNull();
    expect(dialectFor(MARIADB).partitionGuard(table, range, bounds)).toBeNull();
  });
});
