import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Program } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('a server that is stopped while it starts', () => {
  const folder = temporaryFolder('stopped-start');
  afterAll(() => folder.remove());

  /** What a connection to the private server of the folder fails with. */
  const failureToConnect = async (): Promise<unknown> => {
    const socketPath = join(folder.path, 'mariadb', 'mariadb.sock');
    const connecting = createConnection({ socketPath, user: 'root' });
    return connecting.then(
      async (connection) => {
        await connection.query('SHUTDOWN');
        return 'none: the private server runs on';
      },
      ({ code }: NodeJS.ErrnoException) => code,
    );
  };

  it.each([
    ['creating a private database', 'SIGTERM', 143],
    ['starting the private database', 'SIGINT', 130],
    ['starting the private database', 'SIGTERM', 143],
  ] as const)('leaves no database server behind: %s, %s', async (line, signal, exitCode) => {
    const program = new Program('main', [], { DATA_DIR: folder.path, EMBEDDED_DB_BUFFER_POOL_MB: '32', PORT: '0' });
    await program.until(line);
    program.kill(signal);
    expect((await program.end()).code).toBe(exitCode);
    expect(await failureToConnect()).toMatch(/ENOENT|ECONNREFUSED/);
    expect(existsSync(join(folder.path, 'mariadb', 'mariadbd.pid'))).toBe(false);
  });
});
