import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'mysql2';
import type { ConnectionTarget } from '../connection-target.js';
import { isDatabaseUnavailable, refusalText } from '../database-errors.js';
import { Replica, type ReplicaState } from './replica.js';

/** The reads of one request, which all go to one server. */
export interface ReadScope {
  /** Null: the primary, also after the replica has failed. */
  replica: Replica | null;
  /** Whether any of it may come from a replica. */
  hasReadReplica: boolean;
  /** Called when the replica has failed before anything was read from it. */
  onPrimaryOnly?: () => void;
}

const scopes = new AsyncLocalStorage<ReadScope>();

/** Whether a statement may succeed on the primary that has failed on a replica. */
export function isReplicaFailure(error: unknown): boolean {
  return isDatabaseUnavailable(error) || refusalText(error) !== null;
}

/**
 * The replicas of DATABASE_REPLICA_URL, each with a pool of connections. Work within {@link read} uses the first replica that is
 * up to date, for every statement, and the primary while there is none. Everything else uses the primary.
 */
export class ReadReplicas {
  readonly all: readonly Replica[];
  /** How many reads went where, and how many of them began on a replica that failed. */
  readonly counts = { replica: 0, primary: 0, fallback: 0 };
  /** While the primary does not respond, the age of a replica is no reason to ask the primary. */
  isPrimaryAway = false;
  private readonly listeners = new Set<() => void>();
  private used: Replica | null = null;
  private notBeforeMs = -Infinity;

  /** @param nowMs monotonic */
  constructor(
    targets: readonly ConnectionTarget[],
    readonly maxLagMs: number,
    readonly nowMs: () => number = () => performance.now(),
  ) {
    this.all = targets.map((target, index) => new Replica(index + 1, target));
  }

  /** The replica that a read would use now; null: the primary. */
  get current(): Replica | null {
    return this.all.find((replica) => this.isUsable(replica)) ?? null;
  }

  /** Upper bound of the age of the data of a replica, in milliseconds; null: unknown. */
  ageMs({ reading: { currentAtMs } }: Replica): number | null {
    return currentAtMs === null ? null : this.nowMs() - currentAtMs;
  }

  /** The state at the last check, or `BEHIND` if the data has become too old since then. */
  stateOf(replica: Replica): ReplicaState {
    const { state } = replica.reading;
    return state === 'USABLE' && (this.ageMs(replica) ?? 0) > this.maxLagMs ? 'BEHIND' : state;
  }

  /** Runs `work`, whose statements read from a replica if one is usable. */
  read<T>(work: (scope: ReadScope) => T): T {
    const scope: ReadScope = { replica: this.current, hasReadReplica: false };
    this.counts[scope.replica === null ? 'primary' : 'replica'] += 1;
    return scopes.run(scope, work, scope);
  }

  /** Everything that was committed until now must be part of later reads. */
  requireCurrent(): void {
    this.notBeforeMs = this.nowMs();
    this.announce();
  }

  /** A replica has failed during a read, which continues on the primary. */
  failed(scope: ReadScope, error: unknown): void {
    const { replica } = scope;
    if (replica === null) return;
    scope.replica = null;
    this.counts.fallback += 1;
    const { currentAtMs } = replica.reading;
    replica.reading = { state: 'UNAVAILABLE', problem: problemOf(error), currentAtMs };
    this.announce();
    if (!scope.hasReadReplica) scope.onPrimaryOnly?.();
  }

  /** Calls `listener` when later reads go to another server. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Compares the server that reads use with that of the last call. */
  announce(): void {
    const { current } = this;
    if (current === this.used) return;
    this.used = current;
    for (const listener of this.listeners) listener();
  }

  /** Makes the pool of the primary hand out connections of a replica within {@link read}. */
  attach(primary: Pool, open: (target: ConnectionTarget) => Pool): void {
    for (const replica of this.all) replica.usePool(open(replica.target));
    const getConnection = primary.getConnection.bind(primary);
    const end = primary.end.bind(primary);
    Object.assign(primary, {
      getConnection: (callback: Parameters<typeof getConnection>[0]) => this.route(getConnection, callback),
      end: (callback?: Parameters<typeof end>[0]) => {
        for (const replica of this.all) replica.close();
        end(callback);
      },
    });
  }

  private route(ofPrimary: Pool['getConnection'], callback: Parameters<Pool['getConnection']>[0]): void {
    const scope = scopes.getStore();
    if (scope === undefined || scope.replica === null) {
      ofPrimary(callback);
      return;
    }
    scope.replica.getConnection((error, connection) => {
      if (error === null || !isReplicaFailure(error)) {
        scope.hasReadReplica = true;
        callback(error, connection);
        return;
      }
      this.failed(scope, error);
      ofPrimary(callback);
    });
  }

  private isUsable(replica: Replica): boolean {
    const { currentAtMs } = replica.reading;
    const state = this.stateOf(replica);
    if (currentAtMs === null) return false;
    if (this.isPrimaryAway) return state === 'USABLE' || state === 'BEHIND';
    return state === 'USABLE' && currentAtMs >= this.notBeforeMs;
  }
}

/** For the log: texts of the driver name hosts and users. */
export function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
