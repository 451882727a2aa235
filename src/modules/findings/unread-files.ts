import { DAY_MS } from '../../common/time/durations.js';
import type { UnreadDay } from './archive-files.repository.js';
import type { Finding } from './finding.js';

/** A day whose file could not be read is missing as much as one without a file. */
export function findingOfUnreadDay({ destinationId, day, files, objectKey, defect }: UnreadDay): Finding {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const more = files > 1 ? ` and ${files - 1} more` : '';
  return {
    issueType: 'GAP',
    reason: 'INVALID_DATA',
    identity: ['DESTINATION', destinationId, day],
    entityType: 'DESTINATION',
    entityId: destinationId,
    parkId: null,
    importId: null,
    windowStart: new Date(startMs),
    windowEnd: new Date(startMs + DAY_MS),
    recordsAffected: 1,
    description: `The archive's file of ${day} could not be read: ${objectKey} (${defect})${more}`,
    sample: null,
  };
}
