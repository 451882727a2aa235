import type { HostAddress } from './connection-target.js';
import type { ServerHosts } from './server-hosts.js';

const LOOK_EVERY_MS = 2_000;
/** A single one may be a lost packet, or a moment of a busy machine. */
const SILENT_LOOKS = 2;

/** Why a host is left. */
export type HostProblem = 'SILENT' | 'TAKES_NO_WRITES';

/**
 * Looks at the host in use every two seconds, by a connection of its own. The connections of a pool do not show everything: a machine
 * without power or network closes none of them, and a member of a group that is no longer its primary still answers reads, from old
 * data. A host is left only for another one that takes writes.
 */
export class HostWatch {
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;

  constructor(
    private readonly hosts: ServerHosts,
    private readonly leave: (host: HostAddress, problem: HostProblem) => void,
  ) {}

  /** Begins, if it has not begun before. */
  start(): void {
    if (this.timer === null && !this.isOver) this.lookLater();
  }

  stop(): void {
    this.isOver = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private lookLater(): void {
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        if (!this.isOver) this.lookLater();
      });
    }, LOOK_EVERY_MS).unref();
  }

  /** Never throws: a host that cannot be asked is silent. */
  private async look(): Promise<void> {
    const host = this.hosts.current;
    const problem = await this.problemOf(host);
    if (problem === null) return;
    const writer = await this.firstWriter(host);
    if (writer === null || this.isOver || this.hosts.current !== host) return;
    this.hosts.use(writer);
    this.leave(host, problem);
  }

  private async problemOf(host: HostAddress): Promise<HostProblem | null> {
    for (let silent = 0; silent < SILENT_LOOKS; silent++) {
      // One that refuses the login works.
      const state = await this.hosts.stateOf(host).catch(() => 'REFUSES' as const);
      if (state === 'REFUSES') return null;
      if (state !== null) return state.isReady && !state.isReadOnly ? null : 'TAKES_NO_WRITES';
    }
    return 'SILENT';
  }

  private async firstWriter(except: HostAddress): Promise<HostAddress | null> {
    const others = this.hosts.after(except);
    const states = await Promise.all(others.map((host) => this.hosts.stateOf(host).catch(() => null)));
    return others.find((_, at) => states[at]?.isReady === true && !states[at].isReadOnly) ?? null;
  }
}
