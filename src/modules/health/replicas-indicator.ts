import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import type { Replica } from '../../common/database/replica/replica.js';

/** Whether public reads use a replica. The primary serves them meanwhile, so this only degrades. Absent without replicas. */
@Injectable()
export class ReplicasIndicator {
  readonly key = 'replicas';

  constructor(
    @Inject(ReadReplicas) private readonly replicas: ReadReplicas | null,
    private readonly indicators: HealthIndicatorService,
  ) {}

  check(): HealthIndicatorResult {
    const { replicas } = this;
    if (replicas === null) return {};
    const { current } = replicas;
    const metrics = {
      readsFrom: current === null ? 'primary' : `replica ${current.number}`,
      list: replicas.all.map((replica) => this.viewOf(replica, replicas)),
    };
    const indicator = this.indicators.check('replicas');
    return current === null ? indicator.degraded(metrics) : indicator.up(metrics);
  }

  /** Without the problem, which may name hosts and users. */
  private viewOf(replica: Replica, replicas: ReadReplicas) {
    const ageMs = replicas.ageMs(replica);
    const dataAgeSeconds = ageMs === null ? null : Math.ceil(ageMs / 1_000);
    return { number: replica.number, state: replicas.stateOf(replica), dataAgeSeconds };
  }
}
