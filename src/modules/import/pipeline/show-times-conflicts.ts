import { cutText } from '../../../common/text.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from '../parser/parsed-file.js';

const MAX_LIST_LENGTH = 120;

/** One issue for all lists of show times that contradict another one of the same show and instant, which counts. */
export function showTimesConflictIssue(
  reason: 'SAME_INSTANT_CONFLICT' | 'STORED_VALUE_CONFLICT',
  refused: readonly { rideId: number; atMs: number; json: string }[],
): ParseIssue[] {
  if (refused.length === 0) return [];
  const samples = refused.slice(0, MAX_ISSUE_SAMPLES).map(({ rideId, atMs, json }, index) => ({
    index,
    value: JSON.stringify({ rideId, time: new Date(atMs).toISOString(), refused: cutText(json, MAX_LIST_LENGTH) }),
  }));
  return [{ reason, field: 'data.showtimes', rejected: false, count: refused.length, samples }];
}
