import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program, runProgram } from '../support/program.js';

/** The test server behind a port that can be opened and closed. */
function doorTo({ socketPath, host, port }: { socketPath?: string; host?: string; port?: number }): Server {
  return createServer((client) => {
    const server = socketPath === undefined ? connect(port!, host) : connect(socketPath);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    client.on('close', () => server.destroy());
  });
}

describe('a database that is unavailable at the start', () => {
  let open: OpenDatabase;
  let port: number;

  beforeAll(async () => {
    open = await openMigratedDatabase('away_at_start');
    const door = createServer().listen(0, '127.0.0.1');
    await once(door, 'listening');
    port = (door.address() as AddressInfo).port;
    door.close();
    await once(door, 'close');
  });
  afterAll(async () => open.close());

  const urlOfPort = () => {
    const { user, password = '', database } = open.database.connectionOptions;
    return databaseUrl({ user, password, database, host: '127.0.0.1', port });
  };
  const settings = (waitSeconds: string) => ({
    DATABASE_URL: urlOfPort(),
    DATABASE_START_WAIT_SECONDS: waitSeconds,
    PORT: '0',
  });

  it('is waited for until it responds, and the log says so', async () => {
    const program = new Program('main', [], settings('60'));
    await program.until('The database does not answer (ECONNREFUSED); trying again for');
    const door = doorTo(open.database.connectionOptions).listen(port, '127.0.0.1');
    await program.until('Listening at');
    program.kill('SIGTERM');
    await program.end();
    door.close();
  });

  it('is logged by a worker once a minute, and once when it is back', async () => {
    const connections = new Set<Socket>();
    const door = doorTo(open.database.connectionOptions).listen(port, '127.0.0.1');
    door.on('connection', (socket) => void connections.add(socket));
    const program = new Program('main', [], { ...settings('60'), ROLE: 'worker' });
    try {
      await program.until('Listening at');
      door.close();
      for (const socket of connections) socket.destroy();
      await program.until('could not poll for imports');
      await delay(4_500);
      const again = doorTo(open.database.connectionOptions).listen(port, '127.0.0.1');
      again.on('connection', (socket) => void connections.add(socket));
      await program.until('polling for imports works again, after');
      again.close();
    } finally {
      program.kill('SIGTERM');
    }
    const { stdout, stderr } = await program.end();
    for (const socket of connections) socket.destroy();
    expect(`${stdout}${stderr}`.match(/could not poll for imports/g)).toHaveLength(1);
  });

  it.each([
    ['stats refresh', []],
    ['import', ['--status']],
  ])('does not keep %s from stopping at Ctrl+C', async (name, args) => {
    const program = new Program(name, args, settings('60'));
    await program.until('trying again for');
    const startedMs = performance.now();
    program.kill('SIGINT');
    expect((await program.end()).code).toBe(130);
    expect(performance.now() - startedMs).toBeLessThan(6_000);
  });

  it('fails the start once the wait is over', async () => {
    const { code, stdout, stderr } = await runProgram('stats refresh', [], settings('1'));
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/trying again for 1 more second[\s\S]*Is DATABASE_URL right/);
  });
});
