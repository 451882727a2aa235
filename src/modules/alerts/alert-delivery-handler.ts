import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../common/time/durations.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { AlertDeliveryService } from './alert-delivery.service.js';

/** Sends what a receiver has not taken yet. Needs no lease: every message is claimed by one process. */
@Injectable()
export class AlertDeliveryHandler implements JobHandler {
  constructor(private readonly deliveries: AlertDeliveryService) {}

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // Failed deliveries are due again at times of their own, met to the minute.
  @Cron('30 * * * * *', { name: 'alert-delivery', timeZone: 'UTC' })
  @Job({
    description: 'Delivers alerts to the webhook, and retries failed deliveries',
    timeoutMs: 10 * MINUTE_MS,
    isEnabled: ({ ALERT_WEBHOOK_URL }) => ALERT_WEBHOOK_URL !== undefined,
    takesLease: false,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.deliveries.deliverDue(signal);
  }
}
