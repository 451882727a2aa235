import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';

const PATIENCE_MS = 120_000;
const LOOK_AGAIN_MS = 250;

/** How to find the process of a server, and the shell command that starts it again. */
export interface ServerProcess {
  pidFile: string;
  start: string;
}

/** A server that a test can kill; the private one is restarted by the program itself. */
export interface KillableServer {
  target: ConnectionTarget | undefined;
  /** Kills it with SIGKILL and starts it again. */
  killAndRestart(): Promise<void>;
  release(): Promise<void>;
}

/** TEST_SERVER_PROCESSES: a JSON object of {@link ServerProcess} by the name of the server in TEST_SERVERS. */
export function serverProcesses(text: string | undefined): Record<string, ServerProcess> {
  return JSON.parse(text ?? '{}') as Record<string, ServerProcess>;
}

export async function privateServer(folder: string): Promise<KillableServer> {
  const extraServerOptions = ['--innodb-log-file-size=16M'];
  const server = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb: 64, extraServerOptions });
  const { socketPath, user, database } = server;
  return {
    target: { socketPath, user, database },
    killAndRestart: () => Promise.resolve(kill(join(folder, 'mariadb', 'mariadbd.pid'))),
    release: () => server.release(),
  };
}

export function otherServer({ pidFile, start }: ServerProcess, target: ConnectionTarget): KillableServer {
  return {
    target: undefined,
    async killAndRestart() {
      kill(pidFile);
      // Detached, and without the pipes and the temporary folder of this process, so that the server outlives the test.
      const env = { ...process.env, TMPDIR: undefined };
      spawn('sh', ['-c', start], { detached: true, stdio: 'ignore', env }).unref();
      await untilReachable(target);
    },
    release: () => Promise.resolve(),
  };
}

function kill(pidFile: string): void {
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
}

async function untilReachable(target: ConnectionTarget): Promise<void> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await pause(LOOK_AGAIN_MS)) {
    try {
      await (await createConnection(target)).end();
      return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
  }
}
