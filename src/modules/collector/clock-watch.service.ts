import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { ClockCheck, type ClockReading } from '../../common/database/database-clock.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { AlertService } from '../alerts/alert.service.js';
import type { Finding } from '../findings/finding.js';
import { FindingsService } from '../findings/findings.service.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { type ResponsesAhead, ClockWatchRepository } from './clock-watch.sql.js';
import { CLOCK_PROBLEM_KINDS, type ClockProblem, clockProblems, type ClockProblemKind } from './clock-problems.js';

export interface ClockReport {
  reading: ClockReading;
  /** Destinations with responses that are stored ahead of the clock. */
  ahead: ResponsesAhead[];
  problems: ClockProblem[];
}

const CLOCK_WATCH_JOB = 'clock-watch';

const ALERT_KEYS: Readonly<Record<ClockProblemKind, string>> = {
  CLOCK_AHEAD: 'clock.ahead',
  CLOCK_BEHIND: 'clock.behind',
  RESPONSES_AHEAD: 'clock.responses_ahead',
};
const RESOLVED: Readonly<Record<ClockProblemKind, string>> = {
  CLOCK_AHEAD: 'The clock agrees with the database clock again',
  CLOCK_BEHIND: 'The clock agrees with the database clock again',
  RESPONSES_AHEAD: 'No live response is ahead of the clock any more',
};
/** A host that has not repeated its alert for this long, by the clock of the database, has stopped checking its clock. */
const FORGOTTEN_AFTER_MS = 10 * MINUTE_MS;

/** Checks the clock of this process, and the instants with which live responses are stored. */
@Injectable()
export class ClockWatch implements JobHandler {
  constructor(
    private readonly check: ClockCheck,
    private readonly responses: ClockWatchRepository,
    private readonly alerts: AlertService,
    private readonly findings: FindingsService,
  ) {}

  /** Every worker checks its own clock, so the job takes no lease. */
  // In addition to the cycles, which compare the clocks too: a process may collect nothing for hours.
  @Cron('15 * * * * *', { name: CLOCK_WATCH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Compares the clock of the process with the clock of the database',
    timeoutMs: MINUTE_MS,
    takesLease: false,
  })
  async run(): Promise<void> {
    await this.evaluate();
  }

  async report(): Promise<ClockReport> {
    const reading = await this.check.read();
    const ahead = await this.responses.find(reading.horizonMs);
    return { reading, ahead, problems: clockProblems(reading, ahead) };
  }

  /**
   * Raises an alert and records a finding for each problem, and closes those of resolved problems. The clock of
   * another host may still be wrong when this one is right, so only the host that raised an alert closes it. If the
   * clocks could not be compared, their alerts and findings stay as they are.
   */
  async evaluate(): Promise<ClockReport> {
    const report = await this.report();
    for (const kind of CLOCK_PROBLEM_KINDS) {
      const problem = report.problems.find((one) => one.kind === kind) ?? null;
      if (report.reading.verdict === 'UNKNOWN' && kind !== 'RESPONSES_AHEAD') continue;
      if (problem === null && (await this.isOfAnotherHost(kind, report))) continue;
      if (problem === null) await this.alerts.clear(ALERT_KEYS[kind], RESOLVED[kind]);
      else await this.raise(problem, report);
      await this.findings.recordOrClose(findingOf(kind, problem, report), problem !== null, RESOLVED[kind]);
    }
    return report;
  }

  private async raise({ kind, severity, title, description }: ClockProblem, report: ClockReport): Promise<void> {
    const { offsetMs, databaseNowMs } = report.reading;
    const details = {
      offsetSeconds: offsetMs / 1_000,
      destinationsAhead: report.ahead.length,
      host: hostname(),
      checkedAt: new Date(databaseNowMs).toISOString(),
    };
    await this.alerts.raise({ key: ALERT_KEYS[kind], severity, title, description, details });
  }

  /** Whether the alert concerns the clock of another host that still checks it. Responses ahead are the same for all hosts. */
  private async isOfAnotherHost(kind: ClockProblemKind, { reading }: ClockReport): Promise<boolean> {
    if (kind === 'RESPONSES_AHEAD') return false;
    const alert = (await this.alerts.active()).find(({ key }) => key === ALERT_KEYS[kind]);
    const { host, checkedAt } = alert?.details ?? {};
    // The hosts' own clocks differ, so both instants come from the database.
    const isRecent =
      typeof checkedAt === 'string' && reading.databaseNowMs - Date.parse(checkedAt) <= FORGOTTEN_AFTER_MS;
    return host !== hostname() && isRecent;
  }
}

function findingOf(kind: ClockProblemKind, problem: ClockProblem | null, { reading, ahead }: ClockReport): Finding {
  const nowMs = reading.databaseNowMs;
  const newestMs = Math.max(nowMs, ...ahead.map(({ newestAt }) => newestAt.getTime()));
  return {
    issueType: 'SUSPICIOUS',
    reason: kind,
    identity: ['CLOCK'],
    entityType: null,
    entityId: null,
    parkId: null,
    importId: null,
    windowStart: new Date(nowMs),
    windowEnd: new Date(kind === 'RESPONSES_AHEAD' ? newestMs : nowMs),
    recordsAffected: kind === 'RESPONSES_AHEAD' ? ahead.length : 0,
    description: problem?.description ?? '',
    sample: { offsetSeconds: reading.offsetMs / 1_000, ahead: ahead.slice(0, 10) },
  };
}
