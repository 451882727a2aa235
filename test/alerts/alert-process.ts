import type { DataSource } from 'typeorm';
import { loadConfig } from '../../src/common/config/app-config.js';
import { TransactionService } from '../../src/common/database/transaction.service.js';
import type { Clock } from '../../src/common/time/clock.js';
import { AlertChannels } from '../../src/modules/alerts/alert-channels.js';
import { AlertDeliveryService } from '../../src/modules/alerts/alert-delivery.service.js';
import { AlertDelivery, AlertRow } from '../../src/modules/alerts/alert.entity.js';
import { AlertRepository } from '../../src/modules/alerts/alert.repository.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { DeliveryRepository } from '../../src/modules/alerts/delivery.repository.js';
import { MailClient } from '../../src/modules/alerts/mail.js';
import { WebhookClient } from '../../src/modules/alerts/webhook.js';

/** The services of one process that raises and delivers alerts. */
export function alertProcess(dataSource: DataSource, clock: Clock, settings: Record<string, string>) {
  const config = loadConfig(settings);
  const outbox = new DeliveryRepository(dataSource.getRepository(AlertDelivery));
  const deliveries = new AlertDeliveryService(
    outbox,
    new AlertChannels(new WebhookClient(), new MailClient(), config),
    clock,
  );
  const alerts = new AlertService(
    new TransactionService(dataSource),
    new AlertRepository(dataSource.getRepository(AlertRow)),
    outbox,
    deliveries,
    clock,
  );
  return { alerts, deliveries };
}
