import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { withinTime } from '../../common/async/concurrency.js';
import { isDatabaseUnavailable, isTableMissing } from '../../common/database/database-errors.js';
import { problemOf, ReadReplicas } from '../../common/database/replica/read-replicas.js';
import type { Replica, ReplicaReading } from '../../common/database/replica/replica.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { readHeartbeat, renewHeartbeat } from './heartbeat.sql.js';
import { judgeReplica, type TimedHeartbeat } from './judge-replica.js';

/** Without a response for so long, a server counts as unavailable. */
const RESPONSE_LIMIT_MS = 2_000;
/** Time for a heartbeat to reach the replicas, so that the next reads find the age of the data small. */
const TRANSMISSION_MS = 100;

/** Checks the replicas: renews the heartbeat on the primary, and reads it on each of them. */
@Injectable()
export class ReplicaCheck {
  private readonly logger = new Logger('Replica');
  private readonly failures = new Map<Replica, RecurringFailure>();
  /** A statement that waits for a server that hangs, so that no second one joins it. */
  private readonly pending = new Map<object, Promise<TimedHeartbeat>>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(ReadReplicas) private readonly replicas: ReadReplicas | null,
  ) {}

  /** Never throws: what is wrong is in the reading of each replica. */
  async check(): Promise<void> {
    const { replicas } = this;
    if (replicas === null) return;
    const primary = await this.ask(this.dataSource, () => renewHeartbeat(this.dataSource));
    replicas.isPrimaryAway = primary instanceof Error && isAway(primary);
    await pause(TRANSMISSION_MS);
    await Promise.all(replicas.all.map((replica) => this.checkReplica(replica, primary)));
    replicas.announce();
  }

  /** Checks until a replica can be read from, for at most the permitted lag. */
  async untilUsable(signal?: AbortSignal): Promise<void> {
    if (this.replicas === null) return;
    const startedMs = this.replicas.nowMs();
    do {
      signal?.throwIfAborted();
      await this.check();
    } while (
      this.replicas.current === null &&
      this.replicas.all.some(({ reading }) => reading.state === 'BEHIND') &&
      this.replicas.nowMs() - startedMs < this.replicas.maxLagMs
    );
  }

  private async checkReplica(replica: Replica, primary: TimedHeartbeat | Error): Promise<void> {
    const own = await this.ask(replica, () => readHeartbeat(replica));
    if (own instanceof Error && isSilent(own)) replica.breakConnections();
    replica.reading = this.readingOf(replica, primary, own);
    this.report(replica);
  }

  private readingOf(
    { reading }: Replica,
    primary: TimedHeartbeat | Error,
    own: TimedHeartbeat | Error,
  ): ReplicaReading {
    const { currentAtMs } = reading;
    if (own instanceof Error) {
      if (isTableMissing(own)) {
        return { state: 'OTHER_SCHEMA', problem: 'it lacks tables of this version', currentAtMs: null };
      }
      return { state: 'UNAVAILABLE', problem: problemOf(own), currentAtMs };
    }
    if (primary instanceof Error) {
      if (isAway(primary)) return reading;
      return { state: 'UNAVAILABLE', problem: `no heartbeat can be written: ${problemOf(primary)}`, currentAtMs };
    }
    return judgeReplica(primary, own, {
      maxLagMs: this.replicas!.maxLagMs,
      wasBehind: reading.state === 'BEHIND' && currentAtMs !== null,
    });
  }

  private async ask(server: object, read: () => Promise<Omit<TimedHeartbeat, 'askedAtMs'>>) {
    const askedAtMs = this.replicas!.nowMs();
    const waiting =
      this.pending.get(server) ?? read().then((heartbeat): TimedHeartbeat => ({ ...heartbeat, askedAtMs }));
    this.pending.set(server, waiting);
    const forget = (): void => void this.pending.delete(server);
    waiting.then(forget, forget);
    try {
      return await withinTime<TimedHeartbeat | Error>(waiting, RESPONSE_LIMIT_MS, () => new NoResponseError());
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private report(replica: Replica): void {
    const { number, reading } = replica;
    const failure = this.failures.get(replica) ?? new RecurringFailure(this.logger);
    this.failures.set(replica, failure);
    if (reading.problem === null) failure.succeeded(`replica ${number} is read from again`);
    else failure.failed(`replica ${number} is not read from (${reading.state}): ${reading.problem}`);
  }
}

class NoResponseError extends Error {
  constructor() {
    super(`no response within ${RESPONSE_LIMIT_MS / 1_000} s`);
  }
}

/** The server, or the way to it, hangs: open connections would wait as well. */
const isSilent = (error: Error): boolean =>
  error instanceof NoResponseError || ('code' in error && error.code === 'ETIMEDOUT');

const isAway = (error: Error): boolean => error instanceof NoResponseError || isDatabaseUnavailable(error);
