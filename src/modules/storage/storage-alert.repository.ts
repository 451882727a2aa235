import { Injectable } from '@nestjs/common';
import { StorageDatabase } from './storage-database.js';
import type { StorageAlertSeverity, StorageAlertType } from './storage-alert-rules.js';

export interface StoredStorageAlert {
  alertId: number;
  type: StorageAlertType;
  severity: StorageAlertSeverity;
  table: string | null;
  value: number;
  threshold: number;
  since: Date;
  updatedAt: Date;
  clearedAt: Date | null;
  /** The description while the alert is active; how it ended once it is cleared. */
  note: string | null;
}

type AlertState = Pick<StoredStorageAlert, 'severity' | 'value' | 'threshold' | 'note'>;

const COLUMNS = `alert_id AS alertId, alert_type AS type, severity, table_name AS \`table\`, value, threshold,
  raised_at AS since, updated_at AS updatedAt, cleared_at AS clearedAt, note`;
const MAX_NOTE = 1024;

/** All SQL on storage_alerts. Only the holder of the measuring lease writes. */
@Injectable()
export class StorageAlertRepository {
  constructor(private readonly database: StorageDatabase) {}

  /** Critical ones first, then the oldest. */
  async findActive(): Promise<StoredStorageAlert[]> {
    return this.find(`WHERE cleared_at IS NULL ORDER BY severity = 'CRITICAL' DESC, raised_at, alert_id`);
  }

  async findCleared(limit: number): Promise<StoredStorageAlert[]> {
    return this.find('WHERE cleared_at IS NOT NULL ORDER BY cleared_at DESC, alert_id DESC LIMIT ?', [limit]);
  }

  async insert(type: StorageAlertType, table: string | null, state: AlertState, at: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO storage_alerts (alert_type, severity, table_name, value, threshold, raised_at, updated_at, note)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [type, state.severity, table, state.value, state.threshold, at, at, state.note?.slice(0, MAX_NOTE)],
    );
  }

  async update(alertId: number, state: AlertState, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE storage_alerts SET severity = ?, value = ?, threshold = ?, note = ?, updated_at = ?
        WHERE alert_id = ? AND cleared_at IS NULL`,
      [state.severity, state.value, state.threshold, state.note?.slice(0, MAX_NOTE), at, alertId],
    );
  }

  /** Severity and threshold keep their last values; value and note describe how the alert ended. */
  async clear(alertId: number, { value, note }: { value: number; note: string }, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE storage_alerts SET cleared_at = ?, updated_at = ?, value = ?, note = ?
        WHERE alert_id = ? AND cleared_at IS NULL`,
      [at, at, value, note.slice(0, MAX_NOTE), alertId],
    );
  }

  private async find(condition: string, values: unknown[] = []): Promise<StoredStorageAlert[]> {
    const rows = await this.database.query<StoredStorageAlert>(
      `SELECT ${COLUMNS} FROM storage_alerts ${condition}`,
      values,
    );
    return rows.map((row) => ({ ...row, alertId: Number(row.alertId) }));
  }
}
