import { setTimeout as pause } from 'node:timers/promises';
import { Program } from '../../support/program.js';

const EVERY_MS = 250;
const PATIENCE_MS = 60_000;
const PATHS = ['/api/health', '/api/parks'];

/** Of a response. `degraded`: 200, and the database takes no writes. */
export type SeenStatus = number | 'degraded';

interface Seen {
  atMs: number;
  path: string;
  status: SeenStatus;
}

/** A server of the API, and the statuses of its responses, four times a second. */
export class HealthWatch {
  private readonly seen: Seen[] = [];
  private readonly over = new AbortController();
  private readonly watching: Promise<unknown>;

  private constructor(
    private readonly program: Program,
    readonly address: string,
  ) {
    this.watching = Promise.all(PATHS.map((path) => this.watch(path)));
  }

  static async start(settings: Readonly<Record<string, string>>): Promise<HealthWatch> {
    const server = { PORT: '0', HOST: '127.0.0.1', ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' };
    const program = new Program('main', [], { ...server, ...settings });
    await program.until('Listening at');
    const [address] = /http:\/\/[\w.:]+/.exec(program.output.slice(program.output.indexOf('Listening at'))) ?? [];
    return new HealthWatch(program, address!);
  }

  /** When the health had this status for the first time after an instant; Infinity: not yet. */
  firstAfter(status: SeenStatus, afterMs: number): number {
    const found = this.seen.find((one) => one.path === PATHS[0] && one.status === status && one.atMs >= afterMs);
    return found?.atMs ?? Infinity;
  }

  async until(status: SeenStatus, afterMs: number): Promise<number> {
    for (const deadlineMs = performance.now() + PATIENCE_MS; performance.now() < deadlineMs; await pause(EVERY_MS)) {
      const atMs = this.firstAfter(status, afterMs);
      if (atMs < Infinity) return atMs;
    }
    return Infinity;
  }

  /** How many responses had each status. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { status } of this.seen) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** What the server has logged. */
  get log(): string {
    return this.program.output + this.program.errors;
  }

  /** Sends a signal, and waits for the text that answers it. */
  async signal(name: NodeJS.Signals, answer: string): Promise<void> {
    this.program.kill(name);
    await this.program.until(answer);
  }

  close(): Promise<void> {
    return this.end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.over.abort();
    await this.watching;
    this.program.kill(signal);
    await this.program.end();
  }

  private async watch(path: string): Promise<void> {
    const { signal } = this.over;
    try {
      while (!signal.aborted) {
        this.seen.push(await this.ask(path, signal));
        await pause(EVERY_MS);
      }
    } catch (error) {
      // A server whose database is silent may have no response yet.
      if (!signal.aborted) throw error;
    }
  }

  private async ask(path: string, signal: AbortSignal): Promise<Seen> {
    // a new instant each time, so that no cached response hides the state of the database
    const query = path === PATHS[0] ? '' : `?offset=${this.seen.length % 997}`;
    const response = await fetch(`${this.address}${path}${query}`, { signal });
    const body = (await response.json()) as { details?: { database?: { status: string } } };
    const isDegraded = response.status === 200 && body.details?.database?.status === 'degraded';
    return { atMs: performance.now(), path, status: isDegraded ? 'degraded' : response.status };
  }
}
