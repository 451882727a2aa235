import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import { ExclusionRules } from '../../exclusions/exclusion-rules.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { ENDED_BY_LIVE_RULE } from './contradicted.js';

/** What a check examines of a park in addition to the requested range. */
export interface RefilledPark {
  windows: TimeInterval[];
  /** Exclusions that lie in these windows. */
  exclusionIds: number[];
}

/** Finds intervals of earlier findings and exclusions into which an import has stored rows since they were examined. */
@Injectable()
export class RefilledTimes {
  constructor(
    private readonly findings: FindingsService,
    private readonly exclusions: ExclusionRules,
    private readonly clock: Clock,
  ) {}

  /** @param range the requested range, which is examined anyway */
  async byPark(range: TimeInterval): Promise<Map<number, RefilledPark>> {
    const nowMs = this.clock.now().getTime();
    const gaps = (await this.findings.refilledGaps()).map(({ parkId, windowStart, windowEnd }) => ({
      ...{ parkId, exclusionId: null, startMs: windowStart.getTime(), endMs: windowEnd.getTime() },
    }));
    const excluded = (await this.exclusions.findRefilled(ENDED_BY_LIVE_RULE)).map((exclusion) => ({
      ...{ parkId: exclusion.parkId, exclusionId: exclusion.exclusionId },
      ...{ startMs: exclusion.fromMs, endMs: exclusion.toMs ?? nowMs },
    }));
    const isOutside = ({ startMs, endMs }: TimeInterval) => startMs < range.startMs || endMs > range.endMs;
    const parks = groupBy([...gaps, ...excluded], ({ parkId }) => parkId);
    return new Map(
      [...parks].map(([parkId, times]) => {
        const windows = times.filter(isOutside).map(({ startMs, endMs }) => ({ startMs, endMs }));
        const exclusionIds = times.flatMap(({ exclusionId }) => exclusionId ?? []);
        return [parkId, { windows: merged(windows, DAY_MS), exclusionIds }];
      }),
    );
  }

  /** @param startedAt when the check began to read; rows that an import stores later are examined again */
  async markExamined({ exclusionIds }: RefilledPark, startedAt: Date): Promise<void> {
    await this.exclusions.markExamined(exclusionIds, startedAt);
  }
}
