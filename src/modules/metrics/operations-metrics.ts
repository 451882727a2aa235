import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { ALERT_SEVERITIES } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { DueJobs } from '../jobs/due-jobs.service.js';
import { GaugeSet, type StoredMetrics } from './gauge-set.js';
import { CostlyValue } from './costly-value.js';
import { type Backlog, StoredMetricsRepository } from './metrics.sql.js';
import { MetricsService } from './metrics.service.js';

/** What the processes are doing: jobs, leases, backlog, alerts. */
@Injectable()
export class OperationsMetrics implements StoredMetrics {
  private readonly gauges: GaugeSet;
  private readonly instruments: ReturnType<typeof instrumentsOf>;
  private readonly backlog: CostlyValue<Backlog>;

  constructor(
    metrics: MetricsService,
    private readonly jobs: DueJobs,
    private readonly alerts: AlertService,
    private readonly values: StoredMetricsRepository,
    private readonly clock: Clock,
  ) {
    this.gauges = new GaugeSet(metrics.registry);
    this.instruments = instrumentsOf(this.gauges);
    this.backlog = new CostlyValue(() => this.values.findBacklog());
  }

  async refresh(): Promise<void> {
    const jobs = await this.jobs.find();
    const alerts = await this.alerts.active();
    const leases = await this.values.findImportLeases(this.clock.now());
    const { parkDays, oldestAt } = await this.backlog.get();
    this.clear();
    const to = this.instruments;
    for (const { job, newest, consecutiveFailures, due } of jobs) {
      // Prometheus itself sets a label `job`
      const labels = { job_name: job.name };
      if (newest?.startedAt != null) to.jobStarted.set(labels, newest.startedAt.getTime() / 1_000);
      to.jobFailures.set(labels, consecutiveFailures);
      to.jobOverdue.set(labels, due.state === 'OVERDUE' ? 1 : 0);
      if (newest?.owner != null) to.leases.set({ kind: 'job', name: job.name, holder: processOf(newest.owner) }, 1);
    }
    for (const { importId, owner, updatedAt } of leases) {
      to.leases.set({ kind: 'import', name: importId, holder: processOf(owner) }, 1);
      to.importProgress.set({ import: importId }, updatedAt.getTime() / 1_000);
    }
    to.backlog.set(parkDays);
    if (oldestAt !== null) to.oldestBacklog.set(oldestAt.getTime() / 1_000);
    for (const severity of ALERT_SEVERITIES)
      to.alertsActive.set({ severity }, alerts.filter((alert) => alert.severity === severity).length);
    for (const { key, severity } of alerts) to.alertActive.set({ alert: key, severity }, 1);
  }

  clear(): void {
    this.gauges.clear();
  }
}

/** Host and process id, without the part of the run: each run would be a series of its own. */
const processOf = (owner: string): string => owner.split(':').slice(0, 2).join(':');

const instrumentsOf = (gauges: GaugeSet) => ({
  jobStarted: gauges.gauge('job_last_started_timestamp_seconds', 'When the newest run of a job started', ['job_name']),
  jobFailures: gauges.gauge('job_consecutive_failures', 'Failed runs of a job in a row, up to the newest', [
    'job_name',
  ]),
  jobOverdue: gauges.gauge('job_overdue', 'Whether a job has not run although it was due', ['job_name']),
  leases: gauges.gauge('lease_held', 'Leases of running jobs and imports, with the process that holds each', [
    ...(['kind', 'name', 'holder'] as const),
  ]),
  importProgress: gauges.gauge('import_progress_timestamp_seconds', 'When a running import last recorded progress', [
    'import',
  ]),
  backlog: gauges.gauge('statistics_backlog', 'Park-days whose statistics have to be computed again'),
  oldestBacklog: gauges.gauge(
    'statistics_backlog_oldest_timestamp_seconds',
    'Since when the oldest invalidated park-day has waited; absent if there is none',
  ),
  alertsActive: gauges.gauge('alerts_active', 'Active alerts by severity', ['severity']),
  alertActive: gauges.gauge('alert_active', 'Active alerts by key', ['alert', 'severity']),
});
