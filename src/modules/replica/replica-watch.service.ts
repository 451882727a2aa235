import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import { ReplicaCheck } from './replica-check.service.js';

const CHECK_EVERY_MS = 1_000;

/** Checks the replicas of a server every second, from its start on. */
@Injectable()
export class ReplicaWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly replicaCheck: ReplicaCheck,
    @Inject(ReadReplicas) private readonly replicas: ReadReplicas | null,
  ) {}

  /** A replica that is missing does not stop the start: its reads go to the primary. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.replicas === null) return;
    await this.replicaCheck.check();
    this.running = this.checkUntilEnd();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async checkUntilEnd(): Promise<void> {
    const { signal } = this.ending;
    for (;;) {
      await pause(CHECK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.replicaCheck.check();
    }
  }
}
