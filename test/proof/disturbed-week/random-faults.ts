import { setTimeout as pause } from 'node:timers/promises';
import type { RequestFault } from '../../../src/tools/api-simulator/request-faults.js';
import type { PrivateDatabase } from '../../support/private-database.js';
import { SeededRandom } from '../../support/seeded-random.js';
import type { FragileConnection } from '../faults/fragile-connection.js';
import type { CollectedWeek, Fault } from './collected-week.js';

const SEED = 23;
/** Of the cycles. */
const FAULTY_PERCENT = 5;
/** A cycle takes about as long, so that a fault meets any part of it. */
const LATEST_MS = 60;
/** How long the network is cut or the database hangs, at most. */
const LONGEST_MS = 400;
/** Requests of a destination that fail, at most. With many, the attempts of a cycle are used up. */
const MOST_REQUESTS = 12;

const OF_API: Readonly<Record<string, RequestFault>> = {
  'the API answers 503': { kind: 'STATUS', status: 503 },
  'the API answers broken JSON': { kind: 'INVALID_JSON' },
  'the API answers half of the JSON': { kind: 'TRUNCATED_JSON' },
  'the API resets the connection': { kind: 'RESET' },
};

/** Strikes cycles that a seed chooses, at moments that it chooses. */
export class RandomFaults {
  /** How often each fault struck. */
  readonly counts: Record<string, number> = {};
  private readonly random = new SeededRandom(SEED);
  private readonly ofServers: Readonly<Record<string, Fault>>;

  constructor(database: PrivateDatabase, network: FragileConnection) {
    const forAWhile = async (begin: () => void, end: () => void): Promise<void> => {
      begin();
      await pause(this.random.below(LONGEST_MS));
      end();
    };
    this.ofServers = {
      'the collecting process is killed': (process) => Promise.resolve(process.end()),
      'the database is killed': () => Promise.resolve(database.signal('SIGKILL')),
      'the database hangs': () =>
        forAWhile(
          () => database.signal('SIGSTOP'),
          () => database.signal('SIGCONT'),
        ),
      'the network to the database is cut': () =>
        forAWhile(
          () => network.become('REFUSED'),
          () => network.become('WHOLE'),
        ),
    };
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** The fault of a cycle, if it has one. The first one has none: a process must have begun. */
  of(cycle: number, { simulator }: CollectedWeek): Fault | null {
    simulator.setFaults({});
    if (cycle === 0 || this.random.below(100) >= FAULTY_PERCENT) return null;
    const name = this.random.pick([...Object.keys(this.ofServers), ...Object.keys(OF_API)]);
    this.counts[name] = (this.counts[name] ?? 0) + 1;
    const fault = OF_API[name];
    if (fault !== undefined) {
      const url = this.random.pick(simulator.destinationIds);
      simulator.setFaults({ requests: [{ url, fault, count: this.random.between(1, MOST_REQUESTS) }] });
      return () => Promise.resolve();
    }
    const momentMs = this.random.below(LATEST_MS);
    return async (process) => {
      await pause(momentMs);
      await this.ofServers[name]!(process);
    };
  }
}
