import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import type { CycleReport } from '../../src/modules/collector/cycle/run-result.js';

const PROGRAM = resolve('test/support/run-collect.mjs');

export interface CollectProcessOptions {
  connection: ConnectionTarget;
  settings: Record<string, string>;
  /** How many times as fast pauses between attempts pass. Default: 1. */
  speed?: number;
}

/**
 * Result of a cycle in one process: its report (instants are strings), skipped because another process runs one, failed as a whole
 * (without a database), or killed.
 */
export type CycleEnd =
  | { kind: 'report'; report: CycleReport }
  | { kind: 'refused' }
  | { kind: 'failed'; message: string }
  | { kind: 'killed' };

/** A separate collecting process. It loads immediately, and runs a cycle on request. */
export class CollectProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private readonly isReady: Promise<void>;
  private errors = '';
  /** Lines that were received and not consumed yet. */
  private readonly reported: string[] = [];
  private onLine: () => void = () => undefined;

  constructor(options: CollectProcessOptions) {
    this.child = spawn(process.execPath, [PROGRAM, JSON.stringify(options)], { env: {} });
    // Not 'exit', because output may still arrive after it.
    this.ended = once(this.child, 'close');
    this.child.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    createInterface(this.child.stdout!).on('line', (line) => {
      this.reported.push(line);
      this.onLine();
    });
    this.isReady = this.line('ready').then(() => undefined);
  }

  /** A cycle at an instant; `onBegun` is called when the process has started it. */
  async cycle(nowMs: number, onBegun: (kill: () => void) => void = () => undefined): Promise<CycleEnd> {
    await this.isReady;
    const begun = this.line('begins');
    this.child.stdin!.write(`${nowMs}\n`);
    await begun;
    const over = this.line('report ', 'refused', 'failed ');
    onBegun(() => this.end());
    const line = await over;
    if (line === null) return { kind: 'killed' };
    if (line === 'refused') return { kind: 'refused' };
    if (line.startsWith('failed ')) return { kind: 'failed', message: line.slice('failed '.length) };
    return { kind: 'report', report: JSON.parse(line.slice('report '.length)) as CycleReport };
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  /** The next line with this prefix; null if the process was killed. @throws if it exited by itself */
  private async line(...starts: string[]): Promise<string | null> {
    const found = new Promise<string>((resolveLine) => {
      this.onLine = () => {
        const at = this.reported.findIndex((line) => starts.some((start) => line.startsWith(start)));
        if (at >= 0) resolveLine(this.reported.splice(0, at + 1)[at]!);
      };
      this.onLine();
    });
    const end = this.ended.then(([code, signal]) => {
      if (signal === 'SIGKILL') return null;
      throw new Error(`the collecting process ended with ${String(code)}: ${this.errors}`);
    });
    return Promise.race([found, end]);
  }
}
