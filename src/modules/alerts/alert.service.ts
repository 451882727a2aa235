import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TransactionService } from '../../common/database/transaction.service.js';
import { Clock } from '../../common/time/clock.js';
import { type Alert, type AlertEvent, type StoredAlert, eventOfRepeat } from './alert.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { AlertRepository } from './alert.repository.js';
import { DeliveryRepository } from './delivery.repository.js';
import { messageBody } from './alert-message.js';

const DEFAULT_HISTORY = 100;

/**
 * Notifies people when an alert is raised, becomes critical, or is cleared. Sends each event once, even if several processes find
 * the same condition: to the log, and by each channel that is configured.
 */
@Injectable()
export class AlertService {
  private readonly logger = new Logger(AlertService.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly alerts: AlertRepository,
    private readonly outbox: DeliveryRepository,
    private readonly deliveries: AlertDeliveryService,
    private readonly clock: Clock,
  ) {}

  /**
   * Raises the alert, or updates it while it is active. Does not wait for its delivery.
   * @returns the event that was sent; null if none
   */
  async raise(alert: Alert): Promise<'RAISED' | 'ESCALATED' | null> {
    const event = await this.transactions.run((manager) => this.raiseIn(manager, alert));
    if (event !== null) this.report(event, alert, alert.description);
    return event;
  }

  /**
   * Clears the alert.
   * @param end the current state, if known, which replaces the description and details of the alert
   * @returns false if the alert is not active
   */
  async clear(key: string, note: string, end: Pick<Alert, 'description' | 'details'> | null = null): Promise<boolean> {
    const cleared = await this.transactions.run(async (manager) => {
      const known = await this.alerts.lockActive(manager, key);
      if (known === null) return null;
      const { alertId, since, ...rest } = known;
      const at = this.clock.now();
      const last = { key, ...rest, ...end };
      if (end !== null) await this.alerts.update(manager, known, last, at);
      await this.alerts.clear(manager, alertId, note, at);
      await this.enqueue(manager, last, { alertId, event: 'CLEARED', at, since, clearNote: note });
      return last;
    });
    if (cleared !== null) this.report('CLEARED', cleared, note);
    return cleared !== null;
  }

  /** Active alerts: critical ones first, then the oldest. */
  async active(): Promise<StoredAlert[]> {
    return this.alerts.findActive();
  }

  /** The newest alerts, active or cleared. */
  async history(limit: number = DEFAULT_HISTORY): Promise<StoredAlert[]> {
    return this.alerts.findNewest(limit);
  }

  private async raiseIn(manager: EntityManager, alert: Alert): Promise<'RAISED' | 'ESCALATED' | null> {
    const at = this.clock.now();
    const known = await this.alerts.lockActive(manager, alert.key);
    if (known === null) {
      const alertId = await this.alerts.insert(manager, alert, at);
      await this.enqueue(manager, alert, { alertId, event: 'RAISED', at, since: at, clearNote: null });
      return 'RAISED';
    }
    const { alertId, since } = known;
    await this.alerts.update(manager, known, alert, at);
    const event = eventOfRepeat(known, alert);
    if (event !== null) await this.enqueue(manager, alert, { alertId, event, at, since, clearNote: null });
    return event;
  }

  /** Part of the transaction that changes the alert, so that both are stored or neither. */
  private async enqueue(
    manager: EntityManager,
    alert: Alert,
    facts: { alertId: string; event: AlertEvent; at: Date; since: Date; clearNote: string | null },
  ): Promise<void> {
    for (const channel of this.deliveries.channels) {
      const messageId = randomUUID();
      const body = messageBody(alert, { ...facts, messageId });
      await this.outbox.enqueue(manager, {
        alertId: facts.alertId,
        channel,
        messageId,
        event: facts.event,
        body,
        at: facts.at,
      });
    }
  }

  private report(event: AlertEvent, { key, severity, title }: Alert, text: string): void {
    const line = `${event} ${severity} ${key}: ${title}: ${text}`;
    if (event === 'CLEARED') this.logger.log(line);
    else if (severity === 'CRITICAL') this.logger.error(line);
    else this.logger.warn(line);
    this.deliveries.deliverSoon();
  }
}
