import { Module } from '@nestjs/common';
import { AlertDeliveryHandler, AlertDeliveryService } from './alert-delivery.service.js';
import { AlertRepository } from './alert.repository.js';
import { AlertService } from './alert.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { WebhookClient } from './webhook.js';

@Module({
  providers: [
    AlertDeliveryHandler,
    AlertDeliveryService,
    AlertRepository,
    AlertService,
    DeliveryRepository,
    WebhookClient,
  ],
  exports: [AlertDeliveryService, AlertService],
})
export class AlertsModule {}
