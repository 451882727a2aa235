import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The result of a collection cycle. */
export interface CycleMetrics {
  startedAt: Date;
  finishedAt: Date;
  requests: number;
  rateLimited: number;
  destinationsTotal: number;
  destinationsFailed: number;
  rowsWritten: number;
  rowsExtended: number;
  entitiesRejected: number;
}

const CYCLE_BUCKETS_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 240, 300];

/** Metrics of this process. Counting never fails and never waits. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();
  private readonly cycles = new Histogram({
    name: 'warehouse_collection_cycle_seconds',
    help: 'Duration of a collection cycle',
    buckets: CYCLE_BUCKETS_SECONDS,
    registers: [this.registry],
  });
  readonly databaseUp = new Gauge({
    name: 'warehouse_database_up',
    help: 'Whether the database responded when these metrics were read',
    registers: [this.registry],
  });
  private readonly requests = this.counter('api_requests_total', 'Requests for live data');
  private readonly rateLimited = this.counter('api_rate_limited_total', 'Requests for live data that got 429');
  private readonly destinations = this.counter(
    'collection_destinations_total',
    'Destinations collected by cycles, by result',
    ['result'],
  );
  private readonly rows = this.counter('collection_rows_total', 'Rows written or extended by cycles', ['kind']);
  private readonly rejected = this.counter('collection_entities_rejected_total', 'Live entities that were rejected');

  countCycle(cycle: CycleMetrics): void {
    this.cycles.observe((cycle.finishedAt.getTime() - cycle.startedAt.getTime()) / 1000);
    this.requests.inc(cycle.requests);
    this.rateLimited.inc(cycle.rateLimited);
    this.destinations.inc({ result: 'collected' }, cycle.destinationsTotal - cycle.destinationsFailed);
    this.destinations.inc({ result: 'failed' }, cycle.destinationsFailed);
    this.rows.inc({ kind: 'written' }, cycle.rowsWritten);
    this.rows.inc({ kind: 'extended' }, cycle.rowsExtended);
    this.rejected.inc(cycle.entitiesRejected);
  }

  private counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: `warehouse_${name}`, help, labelNames, registers: [this.registry] });
  }
}
