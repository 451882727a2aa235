import { parseDatabaseUrl, replicaTargets, resolveConnection } from './connection-options.js';

describe('the connection of DATABASE_URL', () => {
  it('decodes the user, the password and the database', () => {
    expect(parseDatabaseUrl('mysql://us%40er:p%3A%2Fss@db.example:3307/park_data')).toEqual({
      host: 'db.example',
      port: 3307,
      user: 'us@er',
      password: 'p:/ss',
      database: 'park_data',
    });
  });

  it('defaults to port 3306, for mariadb:// and IPv6 addresses too', () => {
    expect(parseDatabaseUrl('mariadb://root@[::1]/parks')).toMatchObject({ host: '::1', port: 3306, password: '' });
  });

  it('can be a unix socket', () => {
    expect(parseDatabaseUrl('mysql://root@localhost/parks?socketPath=/run/my%20db.sock')).toEqual({
      socketPath: '/run/my db.sock',
      user: 'root',
      password: '',
      database: 'parks',
    });
  });

  it('names several hosts of a cluster, each with its own port', () => {
    expect(parseDatabaseUrl('mysql://u:p,w@db1,db2:3307,[::1]:3308/parks')).toEqual({
      host: 'db1',
      port: 3306,
      otherHosts: [
        { host: 'db2', port: 3307 },
        { host: '::1', port: 3308 },
      ],
      user: 'u',
      password: 'p,w',
      database: 'parks',
    });
  });

  it.each(['db1,', ',db2', 'db1,,db2', 'db1:port,db2', 'db1,db2:70000', 'db1;db2', 'db1:0,db2'])(
    'is refused with the hosts %s',
    (hosts) => {
      const read = () => parseDatabaseUrl(`mysql://user:secret@${hosts}/parks`);
      expect(read).toThrow('DATABASE_URL');
      expect(read).not.toThrow('secret');
    },
  );

  it.each([
    ['db1,', 'host 2 of 2 must be a name or an address'],
    ['db1, db2,db3', 'host 2 of 3 must be a name or an address'],
    ['db1,db2:70000', 'host 2 of 2 must be a name or an address'],
    [',db1', 'host 1 of 2 must be a name or an address'],
    ['db1,db2,db1:3306', 'host 3 is the same as host 1'],
    ['db1,DB1', 'host 2 is the same as host 1'],
  ])('says which of the hosts %s is wrong', (hosts, problem) => {
    expect(() => parseDatabaseUrl(`mysql://user:secret@${hosts}/parks`)).toThrow(problem);
    const replicas = { DATABASE_REPLICA_URL: `mysql://user:secret@${hosts}/parks` };
    expect(() => replicaTargets(replicas)).toThrow(`DATABASE_REPLICA_URL: ${problem}`);
  });

  it('is refused if it is two URLs, and shows neither: a server would repeat the second one in its message', () => {
    const read = () => parseDatabaseUrl('mysql://user:secret@db1/parks,mysql://user:secret@db2/parks');
    expect(read).toThrow('the name of the database must not contain / or ,');
    expect(read).not.toThrow('secret');
  });

  it('is unencrypted unless the URL requests TLS with the options of the MySQL clients', () => {
    const sslOf = (parameters: string) => parseDatabaseUrl(`mysql://u:p@h/d${parameters}`).ssl;
    expect([sslOf(''), sslOf('?ssl=false'), sslOf('?ssl-mode=DISABLED')]).toEqual([undefined, undefined, undefined]);
    expect(sslOf('?ssl=true')).toEqual({ rejectUnauthorized: true, verifyIdentity: true });
    expect(sslOf('?ssl-mode=VERIFY_CA')).toEqual({ rejectUnauthorized: true, verifyIdentity: false });
    expect(sslOf('?ssl-mode=REQUIRED')).toEqual({ rejectUnauthorized: false, verifyIdentity: false });
  });

  it.each([
    ['?sslmode=require', 'unknown parameter sslmode'],
    ['?charset=latin1&timezone=local', 'unknown parameter charset, timezone'],
    ['?ssl=yes', 'ssl must be true or false'],
    ['?ssl-mode=PREFERRED', 'ssl-mode must be one of'],
    ['?ssl=true&ssl=false', 'give the parameter ssl only once'],
    ['?socketPath=/a&socketPath=/a', 'give the parameter socketPath only once'],
    ['?ssl=true&ssl-mode=REQUIRED', 'either ssl or ssl-mode'],
    ['?ssl-ca=/ca.pem', 'ssl-ca needs'],
    ['#ssl=true', 'write # as %23'],
    ['?ssl=true&ssl-ca=/nowhere/ca.pem', 'ssl-ca cannot be read (ENOENT)'],
  ])('with %s is refused: %s', (parameters, problem) => {
    const read = () => parseDatabaseUrl(`mysql://user:secret@host/parks${parameters}`);
    expect(read).toThrow(problem);
    expect(read).not.toThrow('secret');
  });

  it.each(['127.0.0.1', '192.0.2.7:3307', '[::1]', '[2001:db8::1]:3306', 'db1,192.0.2.7'])(
    'is refused with the IP address %s where the name of the host is verified',
    (host) => {
      const read = (parameters: string) => () => parseDatabaseUrl(`mysql://user:secret@${host}/parks${parameters}`);
      expect(read('?ssl=true')).toThrow('need the name of the host, not an IP address');
      expect(read('?ssl-mode=VERIFY_IDENTITY')).toThrow('need the name of the host, not an IP address');
      expect(read('?ssl=true&socketPath=/run/mysqld.sock')).not.toThrow();
      for (const mode of ['DISABLED', 'REQUIRED', 'VERIFY_CA']) expect(read(`?ssl-mode=${mode}`)).not.toThrow();
    },
  );

  it.each(['mysql://user:sec#ret@host/parks', 'mysql://us#er:secret@host/parks', 'mysql://user:secret@host/parks#'])(
    'with a # in any place is refused with its other spelling: %s',
    (url) => {
      expect(() => parseDatabaseUrl(url)).toThrow('write # as %23');
    },
  );

  it('is not shown if it is invalid, and the message names the encoding', () => {
    const read = () => parseDatabaseUrl('mysql://user:secret%ZZ@host/parks');
    expect(read).toThrow('DATABASE_URL');
    expect(read).toThrow('URL-encoded');
    expect(read).not.toThrow('secret');
  });

  it('replaces the private server, and releasing it does nothing', async () => {
    const connection = await resolveConnection({
      DATABASE_URL: 'mysql://a:b@c/d',
      DATA_DIR: '/nonexistent',
      EMBEDDED_DB_BUFFER_POOL_MB: 64,
    });
    expect(connection.options).toMatchObject({ host: 'c', user: 'a', password: 'b', database: 'd' });
    await expect(connection.release()).resolves.toBeUndefined();
  });

  it('has the password of DATABASE_PASSWORD as it is, unless the URL has one', async () => {
    const passwordOf = async (DATABASE_URL: string) => {
      const settings = { DATABASE_PASSWORD: 'p@s/s#%', DATA_DIR: '/nonexistent', EMBEDDED_DB_BUFFER_POOL_MB: 64 };
      return (await resolveConnection({ ...settings, DATABASE_URL })).options.password;
    };
    expect(await passwordOf('mysql://a@c/d')).toBe('p@s/s#%');
    expect(await passwordOf('mysql://a:b@c/d')).toBe('b');
  });

  it('of replicas is one of each host, with the same password', () => {
    const targets = replicaTargets({
      DATABASE_REPLICA_URL: 'mysql://reader@one,two:3307/d?ssl=true',
      DATABASE_PASSWORD: 'p',
    });
    const common = { user: 'reader', password: 'p', database: 'd', ssl: { verifyIdentity: true } };
    expect(targets).toMatchObject([
      { host: 'one', port: 3306, ...common },
      { host: 'two', port: 3307, ...common },
    ]);
    expect(() => replicaTargets({ DATABASE_REPLICA_URL: 'mysql://a:secret@h/d?sl=true' })).toThrow(
      'DATABASE_REPLICA_URL: unknown parameter sl',
    );
  });
});
