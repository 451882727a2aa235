import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { poolStateOf } from '../../common/database/pool-state.js';
import { RefusedKeys } from '../../common/http/access/refused-keys.js';
import { RequestDurations } from '../../common/http/request-durations.js';
import { packageInfo } from '../../common/process/startup.js';
import { JobHistory } from '../jobs/job-history.service.js';
import { MetricsService } from './metrics.service.js';

/**
 * Gauges of the library with names of counters, which linters refuse. They are redundant: each is the sum of the gauge of the same
 * name without `_total`.
 */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

const JOB_BUCKETS_SECONDS = [0.1, 1, 5, 15, 60, 300, 1_800, 7_200];

/** What is counted in this process: requests, runs of jobs, connections, and Node itself with the lag of its event loop. */
@Injectable()
export class ProcessMetrics {
  constructor(
    { registry }: MetricsService,
    history: JobHistory,
    durations: RequestDurations,
    refusedKeys: RefusedKeys,
    config: AppConfig,
    @InjectDataSource() dataSource: DataSource,
  ) {
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
    durations.register(registry);
    describeProcess(registry, config);
    countRefusedKeys(registry, refusedKeys);
    countJobs(registry, history);
    measurePool(registry, dataSource);
  }
}

function describeProcess(registry: Registry, { ROLE: role }: AppConfig): void {
  new Gauge({
    name: 'warehouse_build_info',
    help: 'Version and role of this process; always 1',
    labelNames: ['version', 'role'],
    registers: [registry],
  }).set({ version: packageInfo().version, role }, 1);
}

/** Requests are counted where they are refused; this reads the totals on request. */
function countRefusedKeys(registry: Registry, { totals }: RefusedKeys): void {
  new Counter({
    name: 'warehouse_admin_keys_refused_total',
    help: 'Admin requests without a key or with a wrong one',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const kind of ['missing', 'wrong'] as const) this.inc({ kind }, totals[kind]);
    },
  });
}

function countJobs(registry: Registry, history: JobHistory): void {
  const runs = new Counter({
    name: 'warehouse_job_runs_total',
    help: 'Runs of jobs that ended in this process, by outcome',
    labelNames: ['job_name', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'warehouse_job_duration_seconds',
    help: 'Duration of the runs of jobs that ended in this process',
    labelNames: ['job_name'],
    buckets: JOB_BUCKETS_SECONDS,
    registers: [registry],
  });
  history.onEnd(({ name: job_name, outcome, durationMs }) => {
    runs.inc({ job_name, outcome });
    durations.observe({ job_name }, durationMs / 1_000);
  });
}

function measurePool(registry: Registry, dataSource: DataSource): void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[], collect: (to: Gauge) => void) =>
    new Gauge({
      name: `warehouse_database_pool_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        collect(this);
      },
    });
  gauge('connections', 'Connections of this process to the database, by state', ['state'], (to) => {
    const { used = 0, idle = 0 } = poolStateOf(dataSource) ?? {};
    to.set({ state: 'used' }, used);
    to.set({ state: 'idle' }, idle);
  });
  gauge('waiting_requests', 'Statements of this process that wait for a connection', [], (to) =>
    to.set(poolStateOf(dataSource)?.waiting ?? 0),
  );
  gauge('max_connections', 'How many connections this process may open', [], (to) =>
    to.set(poolStateOf(dataSource)?.limit ?? 0),
  );
}
