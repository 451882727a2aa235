import type { EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import type { ImportRecord } from './import-record.js';

const COLUMNS = `c.checkpoint_id AS checkpointId, c.import_id AS importId, c.destination_id AS destinationId,
  d.themeparks_wiki_id AS destinationWikiId, d.name AS destinationName, c.park_id AS parkId,
  p.themeparks_wiki_id AS parkWikiId, DATE_FORMAT(c.start_date, '%Y-%m-%d') AS startDate,
  DATE_FORMAT(c.end_date, '%Y-%m-%d') AS endDate, c.options, c.status, c.requested_action AS requestedAction,
  DATE_FORMAT(c.last_processed_date, '%Y-%m-%d') AS lastProcessedDate, c.last_processed_file AS lastProcessedFile,
  c.files_total AS filesTotal, c.files_done AS filesDone, c.events_read AS \`read\`, c.events_stored AS \`stored\`,
  c.events_duplicate AS duplicate, c.events_rejected AS rejected,
  c.queue_rows_stored AS queueRowsStored, c.live_rows_removed AS liveRowsRemoved,
  c.errors_encountered AS errorsEncountered, c.busy_ms AS busyMs, c.lease_owner AS leaseOwner,
  c.lease_until AS leaseUntil, c.attempts, c.error, c.created_at AS createdAt, c.started_at AS startedAt,
  c.updated_at AS updatedAt, c.finished_at AS finishedAt`;
const FROM = `FROM import_checkpoints c JOIN destinations d ON d.destination_id = c.destination_id
  LEFT JOIN parks p ON p.park_id = c.park_id`;

type ImportRow = Omit<ImportRecord, 'options' | 'error'> & { options: string; error: string | null };

/** Imports with the names of their destination and park; `rest` follows FROM, and `c` is the checkpoint. */
export async function selectImports(manager: EntityManager, rest: string, values: unknown[]): Promise<ImportRecord[]> {
  const rows = await manager.query<ImportRow[]>(`SELECT ${COLUMNS} ${FROM} ${rest}`, values);
  return rows.map((row) => ({ ...row, options: readJson(row.options), error: readJson(row.error) }));
}
