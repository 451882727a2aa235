import type { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import type { DataSource } from './observations.js';

/** How long a state is carried forward without another observation of its ride; see docs/statistics.md. */
export interface CarryForwardLimits {
  /** After an event of the archive. */
  archiveMs: number;
  /** After a poll, or the log of the History API, last confirmed the state. */
  liveMs: number;
}

export function carryForwardLimits({
  ARCHIVE_MAX_CARRY_FORWARD_MINUTES: archive,
  LIVE_MAX_CARRY_FORWARD_MINUTES: live,
}: AppConfig): CarryForwardLimits {
  return { archiveMs: archive * MINUTE_MS, liveMs: live * MINUTE_MS };
}

/**
 * Until when a state is carried forward if no other one follows. The archive is silent while nothing changes, and also where it has
 * no data. Polls and the log of the History API confirm a state, so after the last confirmation nothing was observed. A row
 * of the archive with a confirmation replaced one that polls had confirmed: the later of both limits applies.
 * @param confirmedUntilMs the last confirmation; `atMs` if there is none
 */
export function carriedForwardUntilMs(
  source: DataSource,
  atMs: number,
  confirmedUntilMs: number,
  { archiveMs, liveMs }: CarryForwardLimits,
): number {
  if (source !== 'ARCHIVE') return confirmedUntilMs + liveMs;
  return confirmedUntilMs > atMs ? Math.max(atMs + archiveMs, confirmedUntilMs + liveMs) : atMs + archiveMs;
}
