import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'alerts',
    body: `
      alert_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      alert_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      active_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
      severity ENUM('WARNING','CRITICAL') NOT NULL,
      title VARCHAR(255) NOT NULL,
      description VARCHAR(1024) NOT NULL,
      details JSON NULL,
      since DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      escalated_at DATETIME(3) NULL,
      cleared_at DATETIME(3) NULL,
      clear_note VARCHAR(1024) NULL,
      PRIMARY KEY (alert_id),
      UNIQUE KEY uq_alerts_active (active_key),
      KEY ix_alerts_since (since)
    `,
  },
  {
    name: 'alert_deliveries',
    body: `
      delivery_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      alert_id BIGINT UNSIGNED NOT NULL,
      message_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      event ENUM('RAISED','ESCALATED','CLEARED') NOT NULL,
      body LONGTEXT NOT NULL,
      created_at DATETIME(3) NOT NULL,
      attempts INT UNSIGNED NOT NULL DEFAULT 0,
      next_attempt_at DATETIME(3) NULL,
      delivered_at DATETIME(3) NULL,
      last_error VARCHAR(255) NULL,
      PRIMARY KEY (delivery_id),
      UNIQUE KEY uq_alert_deliveries_message (message_id),
      KEY ix_alert_deliveries_alert (alert_id, delivery_id),
      KEY ix_alert_deliveries_due (next_attempt_at),
      CONSTRAINT fk_alert_deliveries_alert FOREIGN KEY (alert_id) REFERENCES alerts (alert_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/**
 * Creates alerts and the outbox of their webhook messages. `active_key` is the key while the alert is active and NULL afterwards, so
 * the unique index allows one active alert per key and any number of past ones.
 */
export class CreateAlerts1763800000011 implements MigrationInterface {
  name = 'CreateAlerts1763800000011';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
