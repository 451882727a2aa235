import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../jobs/job-handler.js';
import { AlertDeliveryService } from './alert-delivery.service.js';

/** Sends what a receiver has not taken yet. Needs no lease: every message is claimed by one process. */
@Injectable()
export class AlertDeliveryHandler implements JobHandler {
  constructor(private readonly deliveries: AlertDeliveryService) {}

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.deliveries.deliverDue(signal);
  }
}
