import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** How a request to the live API ended: its HTTP status, or why there was none. */
export type RequestOutcome = number | 'timeout' | 'network' | 'malformed';
export type RowKind = 'snapshot' | 'queue' | 'detail' | 'extended' | 'schedule';

const CYCLE_BUCKETS_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 240, 300];
const RATE_LIMITED = 429;

/** Figures of this process, counted where they happen. Counting never fails and never waits. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();
  private readonly cycles: Histogram;
  private readonly requests: Counter<'status'>;
  private readonly rateLimited: Counter;
  private readonly destinations: Counter<'result'>;
  private readonly rows: Counter<'kind'>;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.cycles = new Histogram({
      name: 'warehouse_collection_cycle_seconds',
      help: 'Duration of a collection cycle',
      buckets: CYCLE_BUCKETS_SECONDS,
      registers,
    });
    this.requests = new Counter({
      name: 'warehouse_api_requests_total',
      help: 'Requests to the live API by HTTP status, or by why there was none',
      labelNames: ['status'],
      registers,
    });
    this.rateLimited = new Counter({
      name: 'warehouse_api_rate_limited_total',
      help: 'Requests that the live API answered with 429',
      registers,
    });
    this.destinations = new Counter({
      name: 'warehouse_collection_destinations_total',
      help: 'Destinations of collection cycles by how they ended',
      labelNames: ['result'],
      registers,
    });
    this.rows = new Counter({
      name: 'warehouse_rows_written_total',
      help: 'Rows written by the collection; extended: rows confirmed once more instead',
      labelNames: ['kind'],
      registers,
    });
  }

  observeCycle(seconds: number): void {
    this.cycles.observe(seconds);
  }

  countRequest(outcome: RequestOutcome): void {
    this.requests.inc({ status: String(outcome) });
    if (outcome === RATE_LIMITED) this.rateLimited.inc();
  }

  countDestination(result: 'collected' | 'failed'): void {
    this.destinations.inc({ result });
  }

  countRows(kind: RowKind, count: number): void {
    if (count > 0) this.rows.inc({ kind }, count);
  }
}
