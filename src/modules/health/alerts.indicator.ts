import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { KeptAlert } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';

/** Whether a critical alert lasts. It serves none the worse for that, so this only degrades. */
@Injectable()
export class AlertsIndicator {
  readonly key = 'alerts';

  constructor(
    private readonly alerts: AlertService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'alerts'>> {
    const indicator = this.indicators.check('alerts');
    let active: KeptAlert[];
    try {
      active = await this.alerts.active();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const critical = active
      .filter(({ severity }) => severity === 'CRITICAL')
      .map(({ key, title, since }) => ({ key, title, since }));
    const metrics = { active: active.length, critical };
    return critical.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}
