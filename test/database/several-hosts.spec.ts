import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseDatabaseUrl } from '../../src/common/database/connection-options.js';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { isDatabaseUnavailable } from '../../src/common/database/database-errors.js';
import { serverHostsOf } from '../../src/common/database/dialect/dialect.js';
import { ServerHosts } from '../../src/common/database/server-hosts.js';
import { isReadOnly } from '../../src/modules/health/health.sql.js';
import { freePort } from '../support/free-port.js';
import { listeningOn, PrivateDatabase } from '../support/private-database.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A private server with a TCP port and a user who may not write while it is read-only. */
class Host {
  private constructor(
    private readonly server: PrivateDatabase,
    readonly port: number,
  ) {}

  static async start(dataDir: string): Promise<Host> {
    mkdirSync(dataDir);
    const port = await freePort();
    const host = new Host(await PrivateDatabase.start(dataDir, listeningOn(port), 32), port);
    await host.asRoot(
      `CREATE USER 'far'@'127.0.0.1' IDENTIFIED BY 'away'`,
      `GRANT ALL ON *.* TO 'far'@'127.0.0.1'`,
      `REVOKE SUPER, READ ONLY ADMIN ON *.* FROM 'far'@'127.0.0.1'`,
      'CREATE DATABASE parks',
      'CREATE TABLE parks.visits (id INT PRIMARY KEY)',
    );
    return host;
  }

  async asRoot(...statements: string[]): Promise<void> {
    for (const statement of statements) await this.server.query(statement);
  }

  signal(signal: NodeJS.Signals): void {
    this.server.signal(signal);
  }

  release(): Promise<void> {
    return this.server.release();
  }
}

/** Accepts connections and sends nothing, nor ends a connection that the client has ended: a machine without power. */
class SilentHost {
  private readonly accepted = new Set<Socket>();
  private readonly server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    this.accepted.add(socket.on('error', () => undefined).resume());
  });

  static async start(): Promise<SilentHost> {
    const host = new SilentHost();
    await once(host.server.listen(0, '127.0.0.1'), 'listening');
    return host;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.close();
    for (const socket of this.accepted) socket.destroy();
  }
}

/** The sockets of this process, by the port to which they have been connected. */
class OwnSockets {
  private readonly ports = new Map<Socket, number>();
  private readonly note = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => this.ports.set(socket, socket.remotePort!));
  };

  constructor() {
    subscribe('net.client.socket', this.note);
  }

  to(port: number): Socket[] {
    return [...this.ports].filter(([, to]) => to === port).map(([socket]) => socket);
  }

  stop(): void {
    unsubscribe('net.client.socket', this.note);
  }
}

/** As on a node that was started with `wsrep_on = OFF` for maintenance. */
const OUTSIDE_ITS_CLUSTER = "SET GLOBAL wsrep_cluster_address = 'gcomm://127.0.0.1'";

describe('a DATABASE_URL with two hosts', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let hosts: Host[];
  let dataSource: DataSource | undefined;
  let silent: SilentHost;
  let sockets: OwnSockets;

  beforeEach(async () => {
    silent = await SilentHost.start();
    sockets = new OwnSockets();
    folder = temporaryFolder('hosts');
    hosts = await Promise.all(['first', 'second'].map((name) => Host.start(join(folder.path, name))));
  });
  afterEach(async () => {
    await dataSource?.destroy();
    dataSource = undefined;
    silent.stop();
    sockets.stop();
    await Promise.all(hosts.map((host) => host.release()));
    folder.remove();
  });

  const open = async (ports: readonly number[]): Promise<void> => {
    const url = `mysql://far:away@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/parks`;
    const options = await dataSourceOptions(parseDatabaseUrl(url), { entities: [], migrations: [] }, 3);
    dataSource = await new DataSource(options).initialize();
  };
  const session = async () => {
    const [row] = await dataSource!.query<{ port: number; zone: string; isolation: string }[]>(
      'SELECT @@port AS port, @@time_zone AS zone, @@tx_isolation AS isolation',
    );
    return row!;
  };
  const onHost = (host: Host) => ({ port: host.port, zone: '+00:00', isolation: 'READ-COMMITTED' });
  /** Opens all connections of the pool at once. */
  const sessions = () => Promise.all(Array.from({ length: 3 }, () => session()));

  it('begins with the second host if the first one does not respond', async () => {
    await open([await freePort(), hosts[1]!.port]);
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
  });

  it('begins with the second host if the first one takes no writes', async () => {
    await hosts[0]!.asRoot('SET GLOBAL read_only = ON');
    await open(hosts.map(({ port }) => port));
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
    await dataSource!.query('INSERT INTO visits VALUES (1)');
  });

  it('never uses a node that works without its cluster: what is written to it stays there', async () => {
    await hosts[0]!.asRoot(OUTSIDE_ITS_CLUSTER);
    await open(hosts.map(({ port }) => port));
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
    await hosts[1]!.asRoot(OUTSIDE_ITS_CLUSTER, 'KILL USER far');
    const refusals: unknown[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      refusals.push(await session().catch((error: unknown) => error));
    }
    expect(refusals.map(isDatabaseUnavailable)).toEqual([true, true, true, true]);
    expect(refusals.at(-1)).toMatchObject({ message: expect.stringContaining('without its cluster') as string });
    const DATABASE_URL = `mysql://far:away@127.0.0.1:${await freePort()},127.0.0.1:${hosts[0]!.port}/parks`;
    const refused = await runHere(['partitions', 'status'], { DATABASE_URL, DATABASE_START_WAIT_SECONDS: '0' });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/host 2 of DATABASE_URL works without its cluster \(wsrep_on = OFF\)/i);
  });

  it('leaves a node that is taken out of its cluster', async () => {
    await open(hosts.map(({ port }) => port));
    await sessions();
    await hosts[0]!.asRoot(OUTSIDE_ITS_CLUSTER);
    while ((await session()).port !== hosts[1]!.port) await pause(50);
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
  });

  it('reads from the only host that can be read, although it takes no writes', async () => {
    await hosts[0]!.asRoot('SET GLOBAL read_only = ON');
    await open([await freePort(), hosts[0]!.port, await freePort()]);
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[0]!)));
  });

  it('stays on the only host that can be read when a health check finds that it takes no writes', async () => {
    await hosts[0]!.asRoot('SET GLOBAL read_only = ON');
    await open([silent.port, hosts[0]!.port]);
    const connectionId = async () =>
      (await dataSource!.query<{ id: unknown }[]>('SELECT CONNECTION_ID() AS id'))[0]!.id;
    const before = await connectionId();
    for (let check = 0; check < 3; check++) {
      expect(await isReadOnly(dataSource!)).toBe(true);
      expect(serverHostsOf(dataSource!)!.current.port).toBe(hosts[0]!.port);
      expect(await connectionId()).toBe(before);
    }
    // A new search would drop the first connection.
    await sessions();
    const ids = await Promise.all(Array.from({ length: 3 }, () => connectionId()));
    expect(ids).toContain(before);
  });

  it('leaves no socket to a host that does not respond', async () => {
    const address = { host: '127.0.0.1', port: silent.port };
    const looked = new ServerHosts([address], { user: 'far', password: 'away', database: 'parks' });
    expect(await looked.stateOf(address)).toBeNull();
    expect(sockets.to(silent.port).map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('continues on the second host when the first one is killed, with the same session settings', async () => {
    await open(hosts.map(({ port }) => port));
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[0]!)));
    hosts[0]!.signal('SIGKILL');
    const startedMs = performance.now();
    for (;;) {
      const found = await session().catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) throw error;
        return null;
      });
      if (found?.port === hosts[1]!.port) break;
    }
    console.log(`continued after ${Math.round(performance.now() - startedMs)} ms`);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
  });

  it('stays on a host that only has too many connections, so that there is one writer', async () => {
    await open(hosts.map(({ port }) => port));
    await session();
    await hosts[0]!.asRoot("ALTER USER 'far'@'127.0.0.1' WITH MAX_USER_CONNECTIONS 1");
    const refused: unknown[] = [];
    const found = await Promise.all(
      Array.from({ length: 3 }, () => session().catch((error: unknown) => void refused.push(error))),
    );
    expect(new Set(refused.map(isDatabaseUnavailable))).toEqual(new Set([true]));
    for (const one of found) expect([undefined, onHost(hosts[0]!)]).toContainEqual(one);
    expect(await session()).toEqual(onHost(hosts[0]!));
  });

  it('leaves a host that takes no more writes, with all idle connections', async () => {
    await open(hosts.map(({ port }) => port));
    await sessions();
    await hosts[0]!.asRoot('SET GLOBAL read_only = ON');
    const refusal: unknown = await dataSource!
      .query<object>('INSERT INTO visits VALUES (1)')
      .catch((error: unknown) => error);
    expect(isDatabaseUnavailable(refusal)).toBe(true);
    await dataSource!.query('INSERT INTO visits VALUES (1)');
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
  });

  it('leaves a host that takes no more writes without being written to, and uses none of its connections again', async () => {
    await open(hosts.map(({ port }) => port));
    const runner = dataSource!.createQueryRunner();
    await runner.query('SELECT 1');
    await hosts[0]!.asRoot('SET GLOBAL read_only = ON');
    while ((await session()).port !== hosts[1]!.port) await pause(50);
    await runner.release();
    expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
  });

  it('leaves a host that hangs, as a machine without power, and ends the statements on it', async () => {
    await open(hosts.map(({ port }) => port));
    await sessions();
    const waiting = dataSource!.query('DO SLEEP(600)').catch((error: unknown) => error);
    await pause(200);
    const ofPool = sockets.to(hosts[0]!.port);
    hosts[0]!.signal('SIGSTOP');
    try {
      expect(isDatabaseUnavailable(await waiting)).toBe(true);
      expect(ofPool.length).toBeGreaterThanOrEqual(3);
      expect(ofPool.map(({ destroyed }) => destroyed)).not.toContain(false);
      expect(await sessions()).toEqual(Array.from({ length: 3 }, () => onHost(hosts[1]!)));
    } finally {
      hosts[0]!.signal('SIGCONT');
    }
  });

  it('has a line in the log for each change of the host', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    try {
      await open(hosts.map(({ port }) => port));
      await sessions();
      expect(logged).not.toHaveBeenCalled();
      hosts[0]!.signal('SIGKILL');
      while ((await session().catch(() => null))?.port !== hosts[1]!.port);
      await sessions();
      expect(logged.mock.calls).toEqual([
        [expect.stringMatching(/^database host 1 of DATABASE_URL .*; host 2 is used$/)],
      ]);
    } finally {
      logged.mockRestore();
    }
  });

  it('has a line for a node without its cluster in what the doctor prints', async () => {
    await hosts[1]!.asRoot(OUTSIDE_ITS_CLUSTER);
    const url = (ports: number[]) => `mysql://far:away@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/parks`;
    const asOne = await runHere(['doctor'], { DATABASE_URL: url([hosts[1]!.port]) });
    expect(asOne.stdout).toMatch(/^CARE server .*wsrep_on: /m);
    const asSecond = await runHere(['doctor'], { DATABASE_URL: url([hosts[0]!.port, hosts[1]!.port]) });
    expect(asSecond.stdout).toMatch(/^CARE host 2 +works without its cluster \(wsrep_on = OFF\)/m);
  });

  it('has a line for each host in what the doctor prints', async () => {
    await hosts[1]!.asRoot('SET GLOBAL read_only = ON');
    const ports = [hosts[0]!.port, hosts[1]!.port, await freePort()];
    const DATABASE_URL = `mysql://far:away@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/parks`;
    const { stdout } = await runHere(['doctor'], { DATABASE_URL });
    expect(stdout).toMatch(/^ok +host 1 +takes writes$/m);
    expect(stdout).toMatch(/^ok +host 2 +answers, takes no writes$/m);
    expect(stdout).toMatch(/^CARE host 3 +cannot be connected to \(ECONNREFUSED\)\. It cannot replace another one/m);
  });

  it('does not try another host if the login is refused, and names the host', async () => {
    await hosts[0]!.asRoot(`ALTER USER 'far'@'127.0.0.1' IDENTIFIED BY 'other'`);
    await expect(open(hosts.map(({ port }) => port))).rejects.toMatchObject({
      code: 'ER_ACCESS_DENIED_ERROR',
      message: expect.stringMatching(/^host 1 of DATABASE_URL: Access denied/) as string,
    });
  });
});
