import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { readJson } from '../../common/database/sql-helpers.js';
import type { StoredAlert } from './alert.js';
import { AlertDelivery, AlertRow } from './alert.entity.js';

const PROPERTIES = [
  'alertKey',
  'severity',
  'title',
  'description',
  'details',
  'since',
  'updatedAt',
  'escalatedAt',
  'clearedAt',
  'clearNote',
] as const;

const alert = columnsOf(AlertRow, 'a');
const message = columnsOf(AlertDelivery);

type Row = RawRow<AlertRow, (typeof PROPERTIES)[number]> & Pick<StoredAlert, 'delivery'>;

/** Active alerts with the state of their messages: critical ones first, then the oldest. */
export function selectActiveAlerts(manager: EntityManager): Promise<StoredAlert[]> {
  const order = `${alert.severity} = 'CRITICAL' DESC, ${alert.since}, ${alert.alertId}`;
  return select(manager, `WHERE ${alert.activeKey} IS NOT NULL ORDER BY ${order}`, []);
}

/** Alerts with the state of their messages, active or not: the newest first. */
export function selectNewestAlerts(manager: EntityManager, limit: number): Promise<StoredAlert[]> {
  return select(manager, `ORDER BY ${alert.since} DESC, ${alert.alertId} DESC LIMIT ?`, [limit]);
}

async function select(manager: EntityManager, rest: string, values: unknown[]): Promise<StoredAlert[]> {
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(AlertRow, PROPERTIES, 'a')},
            CASE WHEN d.messages IS NULL THEN 'LOG_ONLY' WHEN d.given_up > 0 THEN 'FAILED'
                 WHEN d.undelivered > 0 THEN 'PENDING' ELSE 'DELIVERED' END AS delivery
       FROM ${tableOf(AlertRow)} a
       LEFT JOIN (SELECT ${message.alertId} AS alert_id, COUNT(*) AS messages,
                         SUM(${message.deliveredAt} IS NULL) AS undelivered,
                         SUM(${message.deliveredAt} IS NULL AND ${message.nextAttemptAt} IS NULL) AS given_up
                    FROM ${tableOf(AlertDelivery)} GROUP BY ${message.alertId}) d ON d.alert_id = ${alert.alertId}
       ${rest}`,
    values,
  );
  return rows.map(({ alertKey, details, ...row }) => ({ key: alertKey, ...row, details: readJson(details) ?? {} }));
}
