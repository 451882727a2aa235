import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { storableJson } from '../../common/reading/canonical-json.js';
import { cutText } from '../../common/text.js';
import { DataQualityLog, DataQualityLogWindow } from './data-quality-log.entity.js';
import { type Finding, fingerprintOf, UNRESOLVED } from './finding.js';

const MAX_DESCRIPTION = 1024;

/** A finding that is OPEN or INVESTIGATING. */
export type UnresolvedRow = Pick<DataQualityLog, 'logId' | 'resolutionStatus'>;

/** A gap that an import may have filled since. */
export interface RefilledGap {
  parkId: number;
  windowStart: Date;
  windowEnd: Date;
}

const LOG = tableOf(DataQualityLog);
const log = columnsOf(DataQualityLog);
const q = columnsOf(DataQualityLog, 'q');
const share = columnsOf(DataQualityLogWindow);

const INSERTED = [
  ...(['issueType', 'reason', 'entityType', 'entityId', 'parkId', 'importId', 'windowStart', 'windowEnd'] as const),
  ...(['recordsAffected', 'fingerprint', 'firstSeenAt', 'lastSeenAt', 'description', 'sample'] as const),
];
const REPLACED = ['windowStart', 'windowEnd', 'recordsAffected', 'description', 'sample'] as const;

/** How a known finding is updated when it is found again. */
const ON_KNOWN = {
  replace: REPLACED.map((property) => `${log[property]} = VALUES(${log[property]})`).join(', '),
  /** Keeps the first description and sample. The records are counted by window. */
  accumulate: `${log.windowStart} = LEAST(${log.windowStart}, VALUES(${log.windowStart})),
    ${log.windowEnd} = GREATEST(${log.windowEnd}, VALUES(${log.windowEnd}))`,
};

/** Inserts findings, and counts known ones once more. */
export async function upsertFindings(
  manager: EntityManager,
  findings: readonly Finding[],
  observedAt: Date,
  onKnown: keyof typeof ON_KNOWN,
): Promise<void> {
  if (findings.length === 0) return;
  const rows = findings.map((finding) => {
    const row = {
      ...finding,
      fingerprint: fingerprintOf(finding),
      firstSeenAt: observedAt,
      lastSeenAt: observedAt,
      description: cutText(finding.description, MAX_DESCRIPTION),
      sample: finding.sample === null ? null : storableJson(finding.sample),
    };
    return INSERTED.map((property) => row[property]);
  });
  await manager.query(
    `INSERT INTO ${LOG} (${INSERTED.map((property) => log[property]).join(', ')})
     VALUES ${placeholders(rows)}
     ON DUPLICATE KEY UPDATE ${log.occurrences} = ${log.occurrences} + 1,
            ${log.lastSeenAt} = VALUES(${log.lastSeenAt}),
            ${log.importId} = COALESCE(VALUES(${log.importId}), ${log.importId}), ${ON_KNOWN[onKnown]}`,
    rows.flat(),
  );
}

/** Counts the records of accumulating findings, each window once. */
export async function countByWindow(manager: EntityManager, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return;
  const rows = findings.map((one) => [fingerprintOf(one), one.windowStart ?? new Date(0), one.recordsAffected]);
  await manager.query(
    `INSERT INTO ${tableOf(DataQualityLogWindow)} (${share.fingerprint}, ${share.windowStart}, ${share.recordsAffected})
     VALUES ${placeholders(rows)}
     ON DUPLICATE KEY UPDATE ${share.recordsAffected} = VALUES(${share.recordsAffected})`,
    rows.flat(),
  );
  const w = columnsOf(DataQualityLogWindow, 'w');
  await manager.query(
    `UPDATE ${LOG} q SET ${q.recordsAffected} = (
       SELECT SUM(${w.recordsAffected}) FROM ${tableOf(DataQualityLogWindow)} w WHERE ${w.fingerprint} = ${q.fingerprint})
      WHERE ${q.fingerprint} IN (?)`,
    [rows.map(([fingerprint]) => fingerprint)],
  );
}

/** Gaps of the archive that are filled now: for each of their days a file was read without a defect. */
export async function selectFilledArchiveGaps(manager: EntityManager): Promise<UnresolvedRow[]> {
  return manager.query<UnresolvedRow[]>(
    `SELECT CAST(${q.logId} AS CHAR) AS logId, ${q.resolutionStatus} AS resolutionStatus FROM ${LOG} q
      WHERE ${q.issueType} = 'GAP' AND ${q.reason} = 'MISSING_ARCHIVE' AND ${q.resolutionStatus} IN (?)
        AND ${q.recordsAffected} <= (
          SELECT COUNT(DISTINCT f.file_date) FROM import_files f
            JOIN import_checkpoints c ON c.import_id = f.import_id
           WHERE c.destination_id = ${q.entityId} AND c.park_id IS NULL AND f.defect IS NULL
             AND f.file_date >= DATE(${q.windowStart}) AND f.file_date < DATE(${q.windowEnd}))
      ORDER BY ${q.logId}`,
    [UNRESOLVED],
  );
}

/**
 * Windows of unresolved gaps of parks and rides, oldest first, into which an import has stored days since they were last
 * found. The hour before counts too, because a check reads a little earlier than it writes.
 */
export async function selectRefilledGaps(manager: EntityManager): Promise<RefilledGap[]> {
  return manager.query<RefilledGap[]>(
    `SELECT ${q.parkId} AS parkId, ${q.windowStart} AS windowStart, ${q.windowEnd} AS windowEnd
       FROM ${LOG} q JOIN parks p ON p.park_id = ${q.parkId}
      WHERE ${q.issueType} = 'GAP' AND ${q.reason} <> 'MISSING_ARCHIVE' AND ${q.resolutionStatus} IN (?)
        AND EXISTS (
          SELECT 1 FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
           WHERE c.destination_id = p.destination_id AND f.events_stored > 0
             AND f.done_at > ${q.lastSeenAt} - INTERVAL 1 HOUR
             AND f.file_date BETWEEN DATE(${q.windowStart}) - INTERVAL 1 DAY AND DATE(${q.windowEnd}) + INTERVAL 1 DAY)
      ORDER BY ${q.windowStart}`,
    [UNRESOLVED],
  );
}

const placeholders = (rows: readonly unknown[][]): string =>
  rows.map((row) => `(${row.map(() => '?').join(',')})`).join(',');
