import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Programs with their own entry file; everything else is a command of dist/cli.js, such as "catalog sync". */
const FILES = ['main', 'import'];

/** A larger space for new objects: a program starts in four fifths of the time. */
const NODE_OPTIONS = ['--min-semi-space-size=32', '--max-semi-space-size=64'];

/** A program of `dist` in a separate process, without a terminal and without this process's environment. */
export class Program {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private stdout = '';
  private stderr = '';
  private onOutput: () => void = () => undefined;

  /** @param stdoutFile the open file that stdout goes into; default: a pipe */
  constructor(name: string, args: readonly string[], settings: Readonly<Record<string, string>>, stdoutFile?: number) {
    const words = FILES.includes(name) ? [resolve(`dist/${name}.js`)] : [resolve('dist/cli.js'), ...name.split(' ')];
    // The temporary folder has no .env file.
    this.child = spawn(process.execPath, [...NODE_OPTIONS, ...words, ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, COLLECT_ENABLED: 'false', ...settings },
      stdio: ['ignore', stdoutFile ?? 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close');
    this.child.stdout?.on('data', (chunk: Buffer) => this.take('stdout', chunk));
    this.child.stderr!.on('data', (chunk: Buffer) => this.take('stderr', chunk));
  }

  /** Waits until `text` is written to stdout or stderr. @throws if the program exits before */
  async until(text: string): Promise<void> {
    const isThere = () => this.stdout.includes(text) || this.stderr.includes(text);
    const written = new Promise<void>((resolveWritten) => {
      this.onOutput = () => isThere() && resolveWritten();
      this.onOutput();
    });
    await Promise.race([written, this.ended]);
    if (!isThere()) throw new Error(`the program ended without "${text}": ${this.stdout}${this.stderr}`);
  }

  private take(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this[stream] += chunk.toString();
    this.onOutput();
  }

  /** The output on stdout so far. */
  get output(): string {
    return this.stdout;
  }

  /** The output on stderr so far. */
  get errors(): string {
    return this.stderr;
  }

  /** Closes the output like a reader that goes away: further writes of the program fail with EPIPE. */
  closeOutput(): void {
    this.child.stdout!.destroy();
    this.child.stderr!.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(): Promise<Ended> {
    const [code] = (await this.ended) as [number | null];
    return { code, stdout: this.stdout, stderr: this.stderr };
  }
}

export function runProgram(
  name: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Program(name, args, settings).end();
}

/** The URL of a test database. */
export function databaseUrl({ socketPath, host, port, user, password, database }: ConnectionTarget): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}`;
  if (socketPath === undefined) return `mysql://${credentials}@${host}:${port}/${database}`;
  return `mysql://${credentials}@localhost/${database}?socketPath=${encodeURIComponent(socketPath)}`;
}
