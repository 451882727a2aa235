import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileOfDebianPackage } from './debian-package.js';

/** Libraries that Debian's haproxy needs and that are not on every machine. */
const LIBRARIES: [name: string, file: RegExp][] = [
  ['liblua5.3-0', /liblua5\.3\.so\.0$/],
  ['libopentracing-c-wrapper0', /libopentracing-c-wrapper\.so\.0$/],
  ['libopentracing1', /libopentracing\.so\.1$/],
];
const INSTALLED = ['/usr/sbin/haproxy', '/usr/local/sbin/haproxy'];

/** The real HAProxy: installed, or unpacked from Debian's package. */
export class Haproxy {
  private constructor(
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Null if it cannot be had, for which the console has the reason. */
  static find(): Haproxy | null {
    const program = fileOfDebianPackage('haproxy', /usr\/sbin\/haproxy$/, INSTALLED);
    if (program === null) return null;
    if (INSTALLED.includes(program)) return new Haproxy(program, process.env);
    const folders = LIBRARIES.map(([name, file]) => fileOfDebianPackage(name, file, [])).map((path) =>
      path === null ? '' : dirname(path),
    );
    if (folders.includes('')) return null;
    return new Haproxy(program, { ...process.env, LD_LIBRARY_PATH: folders.join(':') });
  }

  /** Its output about a file, and whether it accepts it. */
  check(path: string): { accepted: boolean; output: string } {
    const { status, stdout, stderr } = spawnSync(this.program, ['-c', '-f', path], { env: this.env, encoding: 'utf8' });
    return { accepted: status === 0, output: stdout + stderr };
  }

  start(path: string): RunningHaproxy {
    const child = spawn(this.program, ['-db', '-f', path], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    return new RunningHaproxy(child);
  }
}

export class RunningHaproxy {
  /** What it has logged. */
  log = '';

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data) => (this.log += String(data)));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** The file of the repository. */
export const HAPROXY_CFG = join('docker', 'haproxy', 'haproxy.cfg');
