import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { AlertEvent } from './alert.js';

/** Messages per query. */
const BATCH = 50;

export interface DueMessage {
  deliveryId: string;
  messageId: string;
  event: AlertEvent;
  body: string;
  attempts: number;
  createdAt: Date;
}

/** All SQL on alert_deliveries: the outbox of webhook messages. */
@Injectable()
export class DeliveryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async enqueue(
    manager: EntityManager,
    message: { alertId: string; messageId: string; event: AlertEvent; body: string; at: Date },
  ): Promise<void> {
    const { alertId, messageId, event, body, at } = message;
    await manager.query(
      `INSERT INTO alert_deliveries (alert_id, message_id, event, body, created_at, next_attempt_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [alertId, messageId, event, body, at, at],
    );
  }

  /** Due messages, oldest first; only the first of each alert, so that CLEARED never arrives before RAISED. */
  async findDue(now: Date): Promise<DueMessage[]> {
    return this.dataSource.query<DueMessage[]>(
      `SELECT d.delivery_id AS deliveryId, d.message_id AS messageId, d.event, d.body, d.attempts, d.created_at AS createdAt
         FROM alert_deliveries d
        WHERE d.next_attempt_at <= ?
          AND NOT EXISTS (SELECT 1 FROM alert_deliveries earlier
                           WHERE earlier.alert_id = d.alert_id AND earlier.delivery_id < d.delivery_id
                             AND earlier.next_attempt_at IS NOT NULL)
        ORDER BY d.delivery_id LIMIT ${BATCH}`,
      [now],
    );
  }

  /**
   * Claims the attempt after `attempts`: counts it, and schedules the next one. False if another process was faster. So a single
   * process makes each attempt, and a process that dies during it delays the message only by the pause.
   */
  async claim(deliveryId: string, attempts: number, retryAt: Date): Promise<boolean> {
    const { affectedRows } = await this.dataSource.query<{ affectedRows: number }>(
      `UPDATE alert_deliveries SET attempts = attempts + 1, next_attempt_at = ?
        WHERE delivery_id = ? AND attempts = ? AND next_attempt_at IS NOT NULL`,
      [retryAt, deliveryId, attempts],
    );
    return affectedRows === 1;
  }

  async markDelivered(deliveryId: string, now: Date): Promise<void> {
    await this.dataSource.query(
      'UPDATE alert_deliveries SET delivered_at = ?, next_attempt_at = NULL, last_error = NULL WHERE delivery_id = ?',
      [now, deliveryId],
    );
  }

  async recordFailure(deliveryId: string, error: string): Promise<void> {
    await this.dataSource.query('UPDATE alert_deliveries SET last_error = ? WHERE delivery_id = ?', [
      error,
      deliveryId,
    ]);
  }

  async giveUp(deliveryId: string, error: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE alert_deliveries SET last_error = ?, next_attempt_at = NULL WHERE delivery_id = ?',
      [error, deliveryId],
    );
  }
}
