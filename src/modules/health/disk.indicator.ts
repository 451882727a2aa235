import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type DiskReport, DiskWatch } from '../storage/disk/disk-watch.service.js';

/** Whether the database has room. Without it everything stored is still served, so this only degrades. */
@Injectable()
export class DiskIndicator {
  readonly key = 'disk';

  constructor(
    private readonly watch: DiskWatch,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'disk'>> {
    const indicator = this.indicators.check('disk');
    let report: DiskReport;
    try {
      report = await this.watch.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { verdict, freeBytes } = report;
    const isWell = verdict === 'OK' || verdict === 'UNKNOWN';
    return isWell ? indicator.up({ verdict, freeBytes }) : indicator.degraded({ verdict, freeBytes });
  }
}
