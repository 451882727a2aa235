import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type ClockReport, ClockWatch } from '../clock/clock-watch.service.js';

/** Whether this process's clock and the instants of live answers are right. Everything is served anyway: it only degrades. */
@Injectable()
export class ClockIndicator {
  readonly key = 'clock';

  constructor(
    private readonly watch: ClockWatch,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'clock'>> {
    const indicator = this.indicators.check('clock');
    let report: ClockReport;
    try {
      report = await this.watch.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { reading, ahead, problems } = report;
    const metrics = {
      offsetSeconds: reading.verdict === 'UNKNOWN' ? null : reading.offsetMs / 1_000,
      responsesAhead: ahead.map(({ name, newestAt }) => ({ name, newestAt })),
      problems: problems.map(({ kind, description }) => ({ kind, description })),
    };
    return problems.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}
