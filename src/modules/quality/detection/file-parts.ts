import type { Finding, FindingKey } from '../../findings/finding.js';
import type { ObservedState } from './seen.js';

/** A finding that is a part of another one: it is known by its key alone. */
export interface PartOfOther {
  part: FindingKey;
  whole: Finding;
}

const STANDBY_WAIT = 'data.queue.STANDBY.waitTime';

/**
 * What an import has noted about a file is a part of what the check finds by ride and day in the same events: too long waits
 * are one finding, not two.
 * @param archiveFolder of the destination; null where it has none
 */
export function partsOfFiles(
  archiveFolder: string | null,
  findings: readonly Finding[],
  observed: readonly ObservedState[],
  maxWaitMinutes: number,
): PartOfOther[] {
  const wholes = findings.filter(({ reason }) => reason === 'WAIT_OUT_OF_RANGE');
  if (archiveFolder === null || wholes.length === 0) return [];
  const long = observed.filter(
    ({ source, waitMinutes }) => source === 'ARCHIVE' && (waitMinutes ?? 0) > maxWaitMinutes,
  );
  const byFile = new Map<string, Finding>();
  for (const { fromMs } of long) {
    const key = `${archiveFolder}/${new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '/')}.json.gz`;
    const whole = wholes.find(({ windowStart, windowEnd }) => {
      return windowStart!.getTime() <= fromMs && fromMs <= windowEnd!.getTime();
    });
    if (whole !== undefined && !byFile.has(key)) byFile.set(key, whole);
  }
  return [...byFile].map(([key, whole]) => {
    return { part: { issueType: 'SUSPICIOUS', reason: 'SUSPICIOUS_WAIT_TIME', identity: [key, STANDBY_WAIT] }, whole };
  });
}
