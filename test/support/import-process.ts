import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';

const PROGRAM = resolve('test/support/run-import.mjs');

export interface ImportProcessOptions {
  connection: ConnectionTarget;
  settings: Record<string, string>;
  importId: string;
  clockAheadMs: number;
  killAt?: KillPoint | undefined;
}

/** The process kills itself at its n-th SQL statement: before sending it, or when its result has arrived. */
export interface KillPoint {
  statement: number;
  moment: 'BEFORE' | 'AFTER';
}

/** When to kill the process: a delay after a number of committed files; with 0 files, after the start. */
export interface KillMoment {
  files: number;
  thenMs: number;
}

/** A separate importing process. It loads immediately, and imports on request. */
export class ImportProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private errors = '';
  /** How many SQL statements the run has sent. */
  statements = 0;

  constructor(options: ImportProcessOptions) {
    this.child = spawn(process.execPath, [PROGRAM, JSON.stringify(options)], { env: {} });
    // Not 'exit', because output may still arrive after it.
    this.ended = once(this.child, 'close');
    this.child.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** Runs the import; null if the process was killed with SIGKILL. */
  async run(kill?: KillMoment): Promise<string | null> {
    let files = 0;
    let result: string | null = null;
    createInterface(this.child.stdout!).on('line', (line) => {
      if (line === 'file') files++;
      else if (line.startsWith('statements ')) this.statements = Number(line.slice('statements '.length));
      else if (line.startsWith('result ')) result = line.slice('result '.length);
      if (kill?.files === files) void pause(kill.thenMs).then(() => this.child.kill('SIGKILL'));
    });
    this.child.stdin!.write('begin\n');
    const [code, signal] = await this.ended;
    if (signal === 'SIGKILL') return null;
    if (code !== 0) throw new Error(`the importing process ended with ${String(code)}: ${this.errors}`);
    return result;
  }

  /** Cleanup at the end of a test, even a failed one. */
  end(): void {
    this.child.kill('SIGKILL');
  }
}
