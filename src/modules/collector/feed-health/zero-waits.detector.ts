import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import {
  findZeroWaits,
  isWaitAboveZero,
  ZERO_WAITS,
  type ZeroWaits,
  zeroWaitsFinding,
} from '../../exclusions/zero-waits.js';
import { ObservationQueryService } from '../../snapshots/observation-query.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { endOfZeroWaits } from './exclusion-ends.js';
import { FeedHealthHistoryRepository } from './feed-health.sql.js';
import type { WatchedPark } from './watched-park.js';
import { NOTHING, type ParkUnderWatch, type Verdict } from './watched-parks.js';

/** A park with a wait above 0 in this time does not post only zeros. */
const RECENT_MS = 3 * DAY_MS;
/** Days in use are counted over this time, because some parks open only at weekends. */
const COUNTED_MS = 21 * DAY_MS;
const STEP_MS = 31 * DAY_MS;
const MAX_STEPS = 12;

/** Detects parks whose attractions post only 0 for days: the source does not have the waits. */
@Injectable()
export class ZeroWaitsDetector {
  constructor(
    private readonly repository: FeedHealthHistoryRepository,
    private readonly history: ObservationQueryService,
    private readonly config: AppConfig,
  ) {}

  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const open = watch.openOfPark('ZERO_WAITS');
    if (open !== null) {
      const atMs = endOfZeroWaits(open, await watch.histories());
      if (atMs === null) return NOTHING;
      return { found: [], ended: [{ exclusion: open, atMs, note: 'A wait above 0 is posted again' }] };
    }
    const { park } = watch;
    if (!postsOnlyZeros(park)) return NOTHING;
    const zeros = await this.findZeros(park);
    if (zeros === null) return NOTHING;
    const fromMs = await this.sinceWhen(park, zeros);
    const { finding, note } = zeroWaitsFinding({ ...park, name: park.parkName }, zeros, fromMs, park.polledAtMs);
    const exclusion = { parkId: park.parkId, rideId: null, fromMs, toMs: null, scope: 'WAIT' as const, note };
    return { found: [{ finding, exclusions: [{ ...exclusion, reason: 'ZERO_WAITS' }] }], ended: [] };
  }

  /** The days with only zeros, up to now. */
  private async findZeros({ rides, polledAtMs, timezone }: WatchedPark): Promise<ZeroWaits | null> {
    const rideIds = rides.map(({ rideId }) => rideId);
    const recent = { startMs: polledAtMs - RECENT_MS, endMs: polledAtMs + 1 };
    if (await this.repository.anyWaitAboveZero(rideIds, recent)) return null;
    const counted = { startMs: polledAtMs - COUNTED_MS, endMs: polledAtMs + 1 };
    const lastPositiveMs = await this.repository.findLastWaitAboveZero(rideIds, counted);
    const fromMs = lastPositiveMs === null ? counted.startMs : lastPositiveMs + 1;
    const posted = await this.history.liveSpans({ rideIds, fromMs, toMs: counted.endMs });
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    // The day of the last wait above zero does not count.
    const later =
      lastPositiveMs === null
        ? posted
        : posted.filter((run) => run.fromMs >= localDays.window(localDays.dateOf(lastPositiveMs)).endMs);
    const thresholds = { ...ZERO_WAITS, minDays: this.config.QUALITY_ZERO_WAIT_DAYS };
    return findZeroWaits(later, localDays, thresholds).at(-1) ?? null;
  }

  /** If the zeros started before the counted time: the day after the last wait above zero. */
  private async sinceWhen({ rides, polledAtMs, timezone }: WatchedPark, zeros: ZeroWaits): Promise<number> {
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const countedMs = polledAtMs - COUNTED_MS;
    const rideIds = rides.map(({ rideId }) => rideId);
    const firstSeenMs = (await this.repository.findFirstObserved(rideIds)) ?? zeros.startMs;
    if (zeros.startMs > countedMs + DAY_MS || firstSeenMs >= countedMs) return zeros.startMs;
    let endMs = countedMs;
    for (let step = 0; step < MAX_STEPS && endMs > firstSeenMs; step++, endMs -= STEP_MS) {
      const lastMs = await this.repository.findLastWaitAboveZero(rideIds, { startMs: endMs - STEP_MS, endMs });
      if (lastMs !== null) return localDays.window(localDays.dateOf(lastMs)).endMs;
    }
    return localDays.window(localDays.dateOf(Math.max(endMs, firstSeenMs))).startMs;
  }
}

/** If the newest rows of a park contain a wait above 0, no more data is read. */
function postsOnlyZeros({ rides }: WatchedPark): boolean {
  const operating = rides.map(({ newest }) => newest).filter(({ status }) => status === 'OPERATING');
  const zeros = operating.filter(({ waitMinutes }) => waitMinutes === 0);
  return zeros.length >= ZERO_WAITS.minPosters && !operating.some(({ waitMinutes }) => isWaitAboveZero(waitMinutes));
}
