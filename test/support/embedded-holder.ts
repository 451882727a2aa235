import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const PROGRAM = resolve('test/support/hold-embedded-database.mjs');
const running = new Set<ChildProcess>();
const SMALL = ['--innodb-log-file-size=16M'];

/** A child process that holds the embedded database of a folder. */
export class HolderProcess {
  private readonly ended: Promise<unknown[]>;

  private constructor(
    readonly child: ChildProcess,
    readonly socketPath: string,
  ) {
    this.ended = once(child, 'exit');
  }

  static async start(dataDir: string, asUser: { uid?: number; gid?: number } = {}): Promise<HolderProcess> {
    const child = spawn(process.execPath, [PROGRAM, dataDir, ...SMALL], {
      ...asUser,
      cwd: '/',
      env: {},
      detached: true,
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    let output = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await new Promise<void>((held, failed) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('\n')) held();
      });
      child.once('exit', () => failed(new Error(`the holder ended: ${errors}`)));
    });
    return new HolderProcess(child, output.trim());
  }

  async release(): Promise<void> {
    this.child.stdin?.write('release\n');
    const [code] = (await this.ended) as [number | null];
    if (code !== 0) throw new Error(`the holder ended with ${code}`);
  }

  async killHard(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Cleanup at the end of a test, even a failed one. */
export function killHolders(): void {
  running.forEach((child) => child.kill('SIGKILL'));
}
