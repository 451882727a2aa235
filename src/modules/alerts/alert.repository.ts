import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { cutText } from '../../common/text.js';
import type { Alert, AlertSeverity, StoredAlert } from './alert.js';
import { AlertRow } from './alert.entity.js';
import { selectActiveAlerts, selectNewestAlerts } from './alert.sql.js';

const MAX_TITLE = 255;
const MAX_TEXT = 1024;

export interface ActiveAlert {
  alertId: string;
  severity: AlertSeverity;
  since: Date;
  escalatedAt: Date | null;
}

/** Rows of alerts. */
@Injectable()
export class AlertRepository {
  constructor(@InjectRepository(AlertRow) private readonly alerts: Repository<AlertRow>) {}

  /** Locks the row until the end of the transaction. */
  async lockActive(manager: EntityManager, key: string): Promise<(ActiveAlert & Omit<Alert, 'key'>) | null> {
    const row = await manager
      .withRepository(this.alerts)
      .findOne({ where: { activeKey: key }, lock: { mode: 'pessimistic_write' } });
    if (row === null) return null;
    const { alertId, severity, title, description, details, since, escalatedAt } = row;
    return {
      alertId,
      severity,
      title,
      description,
      details: (details ?? {}) as Record<string, unknown>,
      since,
      escalatedAt,
    };
  }

  async insert(manager: EntityManager, alert: Alert, now: Date): Promise<string> {
    const { key, severity } = alert;
    const row = {
      alertKey: key,
      activeKey: key,
      ...contentOf(alert),
      since: now,
      updatedAt: now,
      escalatedAt: severity === 'CRITICAL' ? now : null,
    };
    const { identifiers } = await manager.withRepository(this.alerts).insert(row);
    return String(identifiers[0]!.alertId);
  }

  /** Updates the content of an alert. The caller holds its lock. */
  async update(
    manager: EntityManager,
    { alertId, escalatedAt }: Pick<ActiveAlert, 'alertId' | 'escalatedAt'>,
    alert: Alert,
    now: Date,
  ): Promise<void> {
    const firstEscalation = escalatedAt ?? (alert.severity === 'CRITICAL' ? now : null);
    await manager
      .withRepository(this.alerts)
      .update({ alertId }, { ...contentOf(alert), updatedAt: now, escalatedAt: firstEscalation });
  }

  async clear(manager: EntityManager, alertId: string, note: string, now: Date): Promise<void> {
    await manager
      .withRepository(this.alerts)
      .update({ alertId }, { activeKey: null, clearedAt: now, updatedAt: now, clearNote: cutText(note, MAX_TEXT) });
  }

  /** Critical ones first, then the oldest. */
  async findActive(): Promise<StoredAlert[]> {
    return selectActiveAlerts(this.alerts.manager);
  }

  /** Newest first, including active ones. */
  async findNewest(limit: number): Promise<StoredAlert[]> {
    return selectNewestAlerts(this.alerts.manager, limit);
  }
}

const contentOf = ({ severity, title, description, details }: Alert) => ({
  severity,
  title: cutText(title, MAX_TITLE),
  description: cutText(description, MAX_TEXT),
  details: details ?? null,
});
