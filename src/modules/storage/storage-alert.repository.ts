import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, type Repository } from 'typeorm';
import { StorageAlert } from './storage-alert.entity.js';
import type { StorageAlertSeverity, StorageAlertType } from './storage-alert-rules.js';
import { namingMissingTable } from './table-missing.js';

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
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
}

export type Acknowledgement = Pick<StoredStorageAlert, 'acknowledgedAt' | 'acknowledgedBy'>;
/** Values of an alert that is not taken over. */
export const UNACKNOWLEDGED: Acknowledgement = { acknowledgedAt: null, acknowledgedBy: null };

type AlertState = Pick<StoredStorageAlert, 'severity' | 'value' | 'threshold' | 'note'>;

const MAX_NOTE = 1024;

/** Rows of storage_alerts. Only the holder of the measuring lease writes, except for acknowledgements. */
@Injectable()
export class StorageAlertRepository {
  constructor(@InjectRepository(StorageAlert) private readonly alerts: Repository<StorageAlert>) {}

  /** Critical ones first, then the oldest. */
  async findActive(): Promise<StoredStorageAlert[]> {
    // Severities are ordered as in the type of their column, in which CRITICAL is the last.
    const rows = this.alerts.find({
      where: { clearedAt: IsNull() },
      order: { severity: 'DESC', raisedAt: 'ASC', alertId: 'ASC' },
    });
    return (await namingMissingTable(rows)).map(alertOf);
  }

  async findCleared(limit: number): Promise<StoredStorageAlert[]> {
    const rows = this.alerts.find({
      where: { clearedAt: Not(IsNull()) },
      order: { clearedAt: 'DESC', alertId: 'DESC' },
      take: limit,
    });
    return (await namingMissingTable(rows)).map(alertOf);
  }

  async insert(alertType: StorageAlertType, tableName: string | null, state: AlertState, at: Date): Promise<void> {
    const row = { alertType, tableName, ...state, note: cutNote(state.note), raisedAt: at, updatedAt: at };
    await namingMissingTable(this.alerts.insert(row));
  }

  async update(alertId: number, state: AlertState & Partial<Acknowledgement>, at: Date): Promise<void> {
    await this.change(alertId, { ...state, note: cutNote(state.note), updatedAt: at });
  }

  async acknowledge(alertId: number, acknowledgement: Acknowledgement): Promise<void> {
    await this.change(alertId, acknowledgement);
  }

  /** Severity and threshold keep their last values; value and note describe how the alert ended. */
  async clear(alertId: number, { value, note }: { value: number; note: string }, at: Date): Promise<void> {
    await this.change(alertId, { clearedAt: at, updatedAt: at, value, note: cutNote(note) });
  }

  private async change(alertId: number, values: Partial<StorageAlert>): Promise<void> {
    await namingMissingTable(this.alerts.update({ alertId: String(alertId), clearedAt: IsNull() }, values));
  }
}

const cutNote = (note: string | null): string | null => note?.slice(0, MAX_NOTE) ?? null;

function alertOf({ alertId, alertType, tableName, raisedAt, ...row }: StorageAlert): StoredStorageAlert {
  return { ...row, alertId: Number(alertId), type: alertType, table: tableName, since: raisedAt };
}
