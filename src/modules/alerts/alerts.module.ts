import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertChannels } from './alert-channels.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { AlertDelivery, AlertRow } from './alert.entity.js';
import { AlertRepository } from './alert.repository.js';
import { AlertService } from './alert.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { MailClient } from './mail.js';
import { WebhookClient } from './webhook.js';

/** Raises and clears alerts, logs them, and delivers them to a webhook and by e-mail. */
@Module({
  imports: [TypeOrmModule.forFeature([AlertDelivery, AlertRow])],
  providers: [
    AlertChannels,
    AlertDeliveryService,
    AlertRepository,
    AlertService,
    DeliveryRepository,
    MailClient,
    WebhookClient,
  ],
  exports: [AlertDeliveryService, AlertService],
})
export class AlertsModule {}
