import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import { cutText } from '../../common/text.js';
import type { Alert, AlertSeverity, StoredAlert } from './alert.js';

const MAX_TITLE = 255;
const MAX_TEXT = 1024;

export interface ActiveAlert {
  alertId: string;
  severity: AlertSeverity;
  since: Date;
  escalatedAt: Date | null;
}

type AlertRecord = Omit<StoredAlert, 'details'> & { details: string | null };

const COLUMNS = `a.alert_key AS \`key\`, a.severity, a.title, a.description, a.details, a.since, a.updated_at AS updatedAt,
  a.escalated_at AS escalatedAt, a.cleared_at AS clearedAt, a.clear_note AS clearNote,
  CASE WHEN d.messages IS NULL THEN 'LOG_ONLY' WHEN d.given_up > 0 THEN 'FAILED'
       WHEN d.undelivered > 0 THEN 'PENDING' ELSE 'DELIVERED' END AS delivery`;

const MESSAGES = `(SELECT alert_id, COUNT(*) AS messages, SUM(delivered_at IS NULL) AS undelivered,
         SUM(delivered_at IS NULL AND next_attempt_at IS NULL) AS given_up
    FROM alert_deliveries GROUP BY alert_id)`;

/** All SQL on alerts. */
@Injectable()
export class AlertRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Locks the row until the end of the transaction. */
  async lockActive(manager: EntityManager, key: string): Promise<(ActiveAlert & Omit<Alert, 'key'>) | null> {
    const [row] = await manager.query<(ActiveAlert & Omit<Alert, 'key' | 'details'> & { details: string | null })[]>(
      `SELECT alert_id AS alertId, severity, title, description, details, since, escalated_at AS escalatedAt
         FROM alerts WHERE active_key = ? FOR UPDATE`,
      [key],
    );
    return row === undefined ? null : { ...row, details: detailsOf(row.details) };
  }

  async insert(manager: EntityManager, alert: Alert, now: Date): Promise<string> {
    const { key, severity, title, description, details } = alert;
    const { insertId } = await manager.query<{ insertId: number | string }>(
      `INSERT INTO alerts (alert_key, active_key, severity, title, description, details, since, updated_at, escalated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [key, key, severity, ...texts(title, description), json(details), now, now, severity === 'CRITICAL' ? now : null],
    );
    return String(insertId);
  }

  async update(manager: EntityManager, alertId: string, alert: Alert, now: Date): Promise<void> {
    const { severity, title, description, details } = alert;
    await manager.query(
      `UPDATE alerts SET severity = ?, title = ?, description = ?, details = ?, updated_at = ?,
              escalated_at = COALESCE(escalated_at, ?)
        WHERE alert_id = ?`,
      [severity, ...texts(title, description), json(details), now, severity === 'CRITICAL' ? now : null, alertId],
    );
  }

  async clear(manager: EntityManager, alertId: string, note: string, now: Date): Promise<void> {
    await manager.query(
      'UPDATE alerts SET active_key = NULL, cleared_at = ?, updated_at = ?, clear_note = ? WHERE alert_id = ?',
      [now, now, cutText(note, MAX_TEXT), alertId],
    );
  }

  /** Critical ones first, then the oldest. */
  async findActive(): Promise<StoredAlert[]> {
    return this.find('WHERE a.active_key IS NOT NULL', `a.severity = 'CRITICAL' DESC, a.since, a.alert_id`, []);
  }

  /** Newest first, including active ones. */
  async findNewest(limit: number): Promise<StoredAlert[]> {
    return this.find('', 'a.since DESC, a.alert_id DESC LIMIT ?', [limit]);
  }

  private async find(where: string, order: string, values: unknown[]): Promise<StoredAlert[]> {
    const rows = await this.dataSource.query<AlertRecord[]>(
      `SELECT ${COLUMNS} FROM alerts a LEFT JOIN ${MESSAGES} d ON d.alert_id = a.alert_id
        ${where} ORDER BY ${order}`,
      values,
    );
    return rows.map((row) => ({ ...row, details: detailsOf(row.details) }));
  }
}

const texts = (title: string, description: string): string[] => [
  cutText(title, MAX_TITLE),
  cutText(description, MAX_TEXT),
];

const json = (details: Alert['details']): string | null => (details === undefined ? null : JSON.stringify(details));

const detailsOf = (text: string | null): Record<string, unknown> => readJson(text) ?? {};
