import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** Where a node runs. */
export interface Machine {
  /** Its address for the other nodes and for clients. */
  readonly host: string;
  /** What its programs are started with. */
  readonly prefix: readonly string[];
}

export const LOOPBACK: Machine = { host: '127.0.0.1', prefix: [] };

/** For tests of networks (RFC 2544), so no network of the machine has it. */
const NETWORK = '198.18';
const INTERFACE = 'eth0';

/** A machine with a network of its own: a network namespace of Linux. */
export class NetworkMachine implements Machine {
  readonly prefix: readonly string[];

  constructor(
    name: string,
    readonly host: string,
    private readonly testHost: string,
  ) {
    this.prefix = ['ip', 'netns', 'exec', name];
  }

  /** Drops what it exchanges with the other machines, as a broken switch does. The test and its programs still reach it. */
  cutOff(): void {
    this.here(`iptables -A INPUT -i ${INTERFACE} ! -s ${this.testHost} -j DROP`);
    this.here(`iptables -A OUTPUT -o ${INTERFACE} ! -d ${this.testHost} -j DROP`);
  }

  /** Drops everything, as when it has lost its power: its connections stay open on the other side. */
  vanish(): void {
    this.here(`iptables -A INPUT -i ${INTERFACE} -j DROP`);
    this.here(`iptables -A OUTPUT -o ${INTERFACE} -j DROP`);
  }

  reconnect(): void {
    this.here('iptables -F');
  }

  private here(command: string): void {
    run(...this.prefix, ...command.split(' '));
  }
}

/** Machines that are connected by a switch, which the test also uses. */
export class VirtualNetwork {
  private constructor(
    readonly machines: readonly NetworkMachine[],
    private readonly id: string,
  ) {}

  /** Null if this user cannot have one, for which the console has the reason. */
  static create(count: number): VirtualNetwork | null {
    const id = `proof${process.pid % 100_000}`;
    const subnet = `${NETWORK}.${process.pid % 256}`;
    const testHost = `${subnet}.254`;
    const machines = Array.from(
      { length: count },
      (_, at) => new NetworkMachine(`${id}-${at + 1}`, `${subnet}.${at + 1}`, testHost),
    );
    const network = new VirtualNetwork(machines, id);
    try {
      network.connect(testHost);
      return network;
    } catch (error) {
      network.remove();
      console.warn(`No node is cut off by the network: ${(error as Error).message}`);
      return null;
    }
  }

  /** What still runs on the machines must be stopped before. */
  remove(): void {
    const names = existsSync('/run/netns') ? readdirSync('/run/netns') : [];
    for (const name of names) if (name.startsWith(`${this.id}-`)) run('ip', 'netns', 'del', name);
    spawnSync('ip', ['link', 'del', this.id]);
  }

  private connect(testHost: string): void {
    run('ip', 'link', 'add', this.id, 'type', 'bridge');
    run('ip', 'address', 'add', `${testHost}/24`, 'dev', this.id);
    run('ip', 'link', 'set', this.id, 'up');
    for (const [at, { host }] of this.machines.entries()) {
      const [name, cable] = [`${this.id}-${at + 1}`, `${this.id}c${at + 1}`];
      run('ip', 'netns', 'add', name);
      run('ip', 'link', 'add', cable, 'type', 'veth', 'peer', 'name', INTERFACE, 'netns', name);
      run('ip', 'link', 'set', cable, 'master', this.id, 'up');
      run('ip', '-n', name, 'address', 'add', `${host}/24`, 'dev', INTERFACE);
      run('ip', '-n', name, 'link', 'set', INTERFACE, 'up');
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
      run('ip', 'netns', 'exec', name, 'iptables', '-F');
    }
  }
}

function run(...command: readonly string[]): void {
  const [program, ...args] = command as [string, ...string[]];
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
