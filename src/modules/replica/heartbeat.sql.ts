import type { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { FAMILY_SQL } from '../../common/database/dialect/server-identity.js';
import type { Replica } from '../../common/database/replica/replica.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import { ReplicationHeartbeat } from './replication-heartbeat.entity.js';

/** What a server has of the heartbeat and of the schema, at one instant. */
export interface Heartbeat {
  /** Null: it has no heartbeat yet. */
  origin: string | null;
  beatMs: number | null;
  /** By the clock of the server. */
  nowMs: number;
  /** Number and newest of the executed migrations. */
  migrations: string;
  /** `MariaDB` or `MySQL`. */
  server: string;
}

const heartbeat = columnsOf(ReplicationHeartbeat);
const TABLE = tableOf(ReplicationHeartbeat);
const NOW = 'UTC_TIMESTAMP(3)';
const RENEWED_AFTER = 'INTERVAL 500000 MICROSECOND';

const SELECT = `
  SELECT (SELECT ${heartbeat.origin} FROM ${TABLE} WHERE ${heartbeat.heartbeatId} = 1) AS origin,
         (SELECT ${millisecondsSql(heartbeat.beatAt)} FROM ${TABLE} WHERE ${heartbeat.heartbeatId} = 1) AS beatMs,
         ${millisecondsSql(NOW)} AS nowMs, ${FAMILY_SQL} AS server,
         CONCAT((SELECT COUNT(*) FROM schema_migrations), ' up to ',
                (SELECT name FROM schema_migrations ORDER BY timestamp DESC LIMIT 1)) AS migrations`;

/**
 * Renews the heartbeat and reads it. Processes share one row, and a beat of the last half second counts for all: their number
 * does not multiply the writes. A beat of the future comes from a former primary whose clock was ahead.
 */
export async function renewHeartbeat(primary: Pick<DataSource, 'query'>): Promise<Heartbeat> {
  await primary.query(
    `INSERT INTO ${TABLE} (${heartbeat.heartbeatId}, ${heartbeat.origin}, ${heartbeat.beatAt})
     VALUES (1, UUID(), ${NOW})
     ON DUPLICATE KEY UPDATE ${heartbeat.beatAt} =
       IF(${heartbeat.beatAt} BETWEEN ${NOW} - ${RENEWED_AFTER} AND ${NOW}, ${heartbeat.beatAt}, ${NOW})`,
  );
  const [row] = await primary.query<Record<string, unknown>[]>(SELECT);
  return heartbeatOf(row!);
}

export async function readHeartbeat(replica: Replica): Promise<Heartbeat> {
  const [row] = await replica.query(SELECT);
  return heartbeatOf(row!);
}

function heartbeatOf({ origin, beatMs, nowMs, migrations, server }: Record<string, unknown>): Heartbeat {
  return {
    origin: origin as string | null,
    beatMs: beatMs === null ? null : Number(beatMs),
    nowMs: Number(nowMs),
    migrations: String(migrations),
    server: String(server),
  };
}
