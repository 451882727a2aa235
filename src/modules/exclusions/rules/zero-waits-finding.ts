import type { Finding } from '../../findings/finding.js';
import type { ZeroWaits } from './zero-waits.js';

const MAX_SAMPLES = 10;

/** One for the park and the stretch. */
export function zeroWaitsFinding(
  park: { parkId: number; name: string },
  { localDates, rideIds }: ZeroWaits,
  fromMs: number,
  untilMs: number,
): { finding: Finding; note: string } {
  const note =
    `The ${rideIds.length} attractions of "${park.name}" that post waits post nothing but 0 since ` +
    `${new Date(fromMs).toISOString()}, on ${localDates.length} days in use: the source does not know the waits. ` +
    `They are left out of averages and rankings until a wait above 0 is posted`;
  const finding: Finding = {
    ...{ issueType: 'SUSPICIOUS', reason: 'ZERO_WAITS', identity: ['PARK', park.parkId, fromMs] },
    ...{ entityType: 'PARK', entityId: park.parkId, parkId: park.parkId, importId: null },
    ...{ windowStart: new Date(fromMs), windowEnd: new Date(untilMs), recordsAffected: rideIds.length },
    description: note,
    sample: rideIds.slice(0, MAX_SAMPLES).map((rideId) => ({ rideId, localDates: localDates.slice(0, MAX_SAMPLES) })),
  };
  return { finding, note };
}
