import { MINUTE_MS } from '../../../common/time/durations.js';
import { GAP_REASONS } from './gap-reason.js';
import type { Thresholds } from './park-evidence.js';

/** What a check says of a finding that it closes: what it has looked for, as the limits may have been others before. */
export function resolutionNote(reason: string, limits: Thresholds): string {
  const soughtFor = sought(reason, limits);
  const by = soughtFor === null ? '' : ` by the limits in force (${soughtFor})`;
  return `Closed by itself: it was looked for again${by} and is not there any more`;
}

function sought(reason: string, limits: Thresholds): string | null {
  const minutes = (ms: number): string => `${ms / MINUTE_MS} minutes`;
  if (GAP_REASONS.some((word) => word === reason)) {
    return (
      `no live data of a park for more than ${minutes(limits.liveGapMs)}, ` +
      `none of the archive or of a ride for more than ${minutes(limits.noDataMs)}`
    );
  }
  switch (reason) {
    case 'WAIT_OUT_OF_RANGE':
      return `waits of more than ${limits.maxWaitMinutes} minutes`;
    case 'IMPOSSIBLE_JUMP':
      return `waits that grow by more than ${limits.jumpMinutes} minutes`;
    case 'FROZEN_WAIT':
      return `still for more than ${minutes(limits.frozenRideMs)}`;
    case 'FROZEN_PARK':
      return `still for more than ${minutes(limits.frozenParkMs)}`;
    case 'LONG_DOWN':
      return `DOWN for more than ${minutes(limits.longDownMs)}`;
    default:
      return null;
  }
}
