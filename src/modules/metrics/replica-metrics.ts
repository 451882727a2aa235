import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import { MetricsService } from './metrics.service.js';

/** Where this process reads from. There are no such metrics without replicas. */
@Injectable()
export class ReplicaMetrics {
  constructor({ registry }: MetricsService, @Inject(ReadReplicas) replicas: ReadReplicas | null) {
    if (replicas === null) return;
    describeReplicas(registry, replicas);
    countReads(registry, replicas);
  }
}

function describeReplicas(registry: Registry, replicas: ReadReplicas): void {
  new Gauge({
    name: 'warehouse_replica_usable',
    help: 'Whether a replica, by its place in DATABASE_REPLICA_URL, is up to date enough to be read from',
    labelNames: ['replica'],
    registers: [registry],
    collect() {
      for (const replica of replicas.all) {
        this.set({ replica: replica.number }, replicas.stateOf(replica) === 'USABLE' ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'warehouse_replica_data_age_seconds',
    help: 'Upper bound of the age of the data of a replica; absent while it is unknown',
    labelNames: ['replica'],
    registers: [registry],
    collect() {
      this.reset();
      for (const replica of replicas.all) {
        const ageMs = replicas.ageMs(replica);
        if (ageMs !== null) this.set({ replica: replica.number }, ageMs / 1_000);
      }
    },
  });
}

function countReads(registry: Registry, { counts }: ReadReplicas): void {
  new Counter({
    name: 'warehouse_public_reads_total',
    help: 'Public requests and exports of this process, by the server that they read from at first',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const source of ['replica', 'primary'] as const) this.inc({ source }, counts[source]);
    },
  });
  new Counter({
    name: 'warehouse_replica_fallbacks_total',
    help: 'Public requests of this process that began on a replica, which failed, and went on with the primary',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(counts.fallback);
    },
  });
}
