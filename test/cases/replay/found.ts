import type { Warehouse } from './warehouse.js';

/** A row of the issue log. */
export interface Finding {
  type: string;
  reason: string | null;
  entity: string;
  entityId: number | null;
  windowStart: string | null;
  windowEnd: string | null;
  status: string;
  records: number | null;
  description: string;
}

export async function findings(warehouse: Warehouse): Promise<Finding[]> {
  return await warehouse.query<Finding>(
    `SELECT issue_type AS type, reason, entity_type AS entity, entity_id AS entityId,
            DATE_FORMAT(window_start, '%Y-%m-%dT%H:%i:%sZ') AS windowStart,
            DATE_FORMAT(window_end, '%Y-%m-%dT%H:%i:%sZ') AS windowEnd,
            resolution_status AS status, records_affected AS records, description
     FROM data_quality_log ORDER BY issue_type, reason, log_id`,
  );
}
