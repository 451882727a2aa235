import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { dayAfter, MINUTE_MS } from '../../common/time/calendar.js';
import { countsForPark } from '../catalog/entity-types.js';
import { PublishedUseService } from '../park-use/published-use.service.js';
import { ParkCalendar } from './days/park-calendar.js';
import { lookbackMs, type ParkDaysInput, type ParkDaysStatistics, parkDaySteps } from './days/park-days.js';
import { CanonicalGroupsLoader } from './queries/canonical-groups.loader.js';
import type { InvalidatedRange } from './queries/invalidation-log.repository.js';
import { LastObservedLoader } from './queries/last-observed.loader.js';
import { ParkInputsRepository } from './queries/park-inputs.sql.js';
import type { RollupScope } from './queries/rollup.sql.js';
import { carryForwardLimits } from '../snapshots/carry-forward.js';
import type { TimelineLimits } from './timeline/state-intervals.js';

/**
 * Yields to the event loop after this many rows, usually after each ride, so that requests and the write of the last range proceed. With 5,000,
 * each of its statements waited for 5 ms, and the next range for the write.
 */
const YIELD_EVERY_ROWS = 500;

/** All input for the statistics of a range of days of a park. */
export interface LoadedRange {
  range: InvalidatedRange;
  scope: RollupScope;
  input: ParkDaysInput;
  rowCount: number;
}

/** Loads and computes a range of consecutive days of a park. */
@Injectable()
export class ParkRangeService {
  constructor(
    private readonly inputs: ParkInputsRepository,
    private readonly groups: CanonicalGroupsLoader,
    private readonly lastObserved: LastObservedLoader,
    private readonly publishedUse: PublishedUseService,
    private readonly config: AppConfig,
  ) {}

  private get limits(): TimelineLimits {
    return { ...carryForwardLimits(this.config), parkNoDataMs: this.config.PARK_NO_DATA_MINUTES * MINUTE_MS };
  }

  async load(range: InvalidatedRange): Promise<LoadedRange | null> {
    const { parkId, days } = range;
    const park = await this.inputs.findPark(parkId);
    if (park === null) return null;
    const [firstDate, lastDate] = [days[0]!.localDate, days.at(-1)!.localDate];
    const calendar = new ParkCalendar(park.timezone, this.config.parkDayStartMinutes, firstDate, lastDate);
    const rides = await this.inputs.findRides(parkId);
    const published = await this.publishedUse.intervalsOf(parkId, dayAfter(firstDate, -1), lastDate);
    const timeRange = { fromMs: calendar.startMs - lookbackMs(this.limits), toMs: calendar.endMs };
    const loaded = await this.groups.load(park, rides, timeRange);
    const { polls, groups, rowCount } = loaded;
    const lastObserved = await this.lastObserved.load(park, loaded, calendar);
    const input: ParkDaysInput = {
      parkId,
      calendar,
      limits: this.limits,
      published,
      waitCeilingMinutes: this.config.WAIT_CEILING_MINUTES,
      polls,
      expectsArchived: true,
      rides: groups.map(({ ride: { rideId, entityType, isListedAt }, rows, lastConfirmed }) => ({
        rideId,
        countsForPark: countsForPark(entityType),
        isListedAt,
        rows,
        lastConfirmed: lastObserved.has(rideId) ? lastObserved.get(rideId)!.confirmed : lastConfirmed,
        lastArchived: lastObserved.get(rideId)?.archived,
      })),
    };
    const { startMs, endMs } = calendar;
    const scope = { parkId, rideIds: await this.inputs.findRideIds(parkId), firstDate, lastDate, startMs, endMs };
    return { range, scope, input, rowCount };
  }

  /** Yields to the event loop between rides. */
  async compute({ input }: LoadedRange): Promise<ParkDaysStatistics> {
    const steps = parkDaySteps(input);
    for (let rows = 0; ;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      rows += step.value;
      if (rows < YIELD_EVERY_ROWS) continue;
      rows = 0;
      await setImmediate();
    }
  }
}
