import { resolve } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { parseDatabaseUrl } from '../../src/common/database/connection-options.js';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { type EmbeddedDatabase, holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { freePort } from '../support/free-port.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const certificate = (file: string): string => resolve('test/database/tls', file);

describe('a connection to a server with TLS', () => {
  let server: EmbeddedDatabase;
  let port: number;
  const folder = temporaryFolder('tls');

  beforeAll(async () => {
    port = await freePort();
    server = await holdEmbeddedDatabase({
      dataDir: folder.path,
      bufferPoolMb: 32,
      extraServerOptions: [
        '--skip-networking=0',
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--ssl-cert=${certificate('server-cert.pem')}`,
        `--ssl-key=${certificate('server-key.pem')}`,
      ],
    });
    const admin = await createConnection({ socketPath: server.socketPath, user: 'root' });
    try {
      await admin.query(`CREATE USER 'far'@'127.0.0.1' IDENTIFIED BY 'away' REQUIRE SSL`);
      await admin.query(`GRANT ALL ON \`${server.database}\`.* TO 'far'@'127.0.0.1'`);
    } finally {
      await admin.end();
    }
  });
  afterAll(async () => {
    await server.release();
    folder.remove();
  });

  const cipherOf = async (parameters: string, host = 'localhost'): Promise<string> => {
    const target = parseDatabaseUrl(`mysql://far:away@${host}:${port}/${server.database}${parameters}`);
    const options = await dataSourceOptions(target, { entities: [], migrations: [] }, 2);
    const dataSource = await new DataSource(options).initialize();
    try {
      const [row] = await dataSource.query<{ Value: string }[]>(`SHOW STATUS LIKE 'Ssl_cipher'`);
      return row!.Value;
    } finally {
      await dataSource.destroy();
    }
  };
  const ca = `ssl-ca=${certificate('ca.pem')}`;

  it.each([
    [`?ssl=true&${ca}`],
    [`?ssl-mode=VERIFY_IDENTITY&${ca}`],
    [`?ssl-mode=VERIFY_CA&${ca}`],
    ['?ssl-mode=REQUIRED'],
  ])('is encrypted with %s', async (parameters) => {
    expect(await cipherOf(parameters)).toMatch(/\w{6,}/);
  });

  it('is a failed check of the doctor, which names what to correct, if the authority is unknown', async () => {
    const url = `mysql://far:away@localhost:${port}/${server.database}?ssl=true`;
    const { code, stdout } = await runHere(['doctor'], { DATABASE_URL: url });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/database +No TLS connection.*ssl-ca in DATABASE_URL/)]);
  });

  it('is refused by the server without TLS, and by the client if it does not know the authority', async () => {
    await expect(cipherOf('')).rejects.toThrow(/denied/i);
    await expect(cipherOf('?ssl=true')).rejects.toThrow(/certificate/i);
    await expect(cipherOf('?ssl-mode=VERIFY_CA')).rejects.toThrow(/certificate/i);
  });
});
