import { parseDatabaseUrl, resolveConnection } from './connection-options.js';

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

  it('has port 3306 unless another is given, also for mariadb:// and for an IPv6 address', () => {
    expect(parseDatabaseUrl('mariadb://root@[::1]/parks')).toMatchObject({ host: '::1', port: 3306, password: '' });
  });

  it('may be a unix socket', () => {
    expect(parseDatabaseUrl('mysql://root@localhost/parks?socketPath=/run/my%20db.sock')).toEqual({
      socketPath: '/run/my db.sock',
      user: 'root',
      password: '',
      database: 'parks',
    });
  });

  it('is not shown when it cannot be read', () => {
    const read = () => parseDatabaseUrl('mysql://user:secret%ZZ@host/parks');
    expect(read).toThrow('DATABASE_URL');
    expect(read).not.toThrow('secret');
  });

  it('is used instead of a private server, and releasing it does nothing', async () => {
    const connection = await resolveConnection({
      DATABASE_URL: 'mysql://a:b@c/d',
      DATA_DIR: '/nonexistent',
      EMBEDDED_DB_BUFFER_POOL_MB: 64,
    });
    expect(connection.options).toMatchObject({ host: 'c', user: 'a', password: 'b', database: 'd' });
    await expect(connection.release()).resolves.toBeUndefined();
  });
});
