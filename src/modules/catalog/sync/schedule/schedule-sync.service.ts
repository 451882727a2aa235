import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { withDatabaseRetry } from '../../../../common/database/retry.js';
import { Clock } from '../../../../common/time/clock.js';
import type { Finding } from '../../../findings/finding.js';
import { FindingsService } from '../../../findings/findings.service.js';
import { EntityClient } from '../../../wiki-api/entity-client.js';
import { datesOf, planSchedule } from './plan-schedule.js';
import { type PublishedSchedule, readSchedule } from './read-schedule.js';
import { type ScheduledPark, ScheduleRepository } from './schedule.repository.js';

export interface ScheduleCounts {
  added: number;
  withdrawn: number;
}

/** Keeps the published schedules of parks, with the instants between which each entry was seen. */
@Injectable()
export class ScheduleSync {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly source: EntityClient,
    private readonly repository: ScheduleRepository,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  /** Active parks that the source knows. */
  async parks(): Promise<ScheduledPark[]> {
    return this.repository.findParks();
  }

  /** @throws LiveApiError, CatalogAnswerError */
  async syncPark(park: ScheduledPark, signal?: AbortSignal): Promise<ScheduleCounts> {
    const published = readSchedule(await this.source.fetchSchedule(park.themeparksWikiId, signal));
    return withDatabaseRetry(() => this.store(park, published), { nowMs: () => this.clock.now().getTime() });
  }

  /** An empty answer says nothing of any date, and so withdraws nothing. */
  private async store(park: ScheduledPark, published: PublishedSchedule): Promise<ScheduleCounts> {
    const seenAt = this.clock.now();
    const dates = datesOf(published);
    return this.dataSource.transaction(async (manager) => {
      if (published.rejected.length > 0) {
        await this.findings.record(manager, [unreadableEntries(park, published.rejected)]);
      }
      if (dates === null) return { added: 0, withdrawn: 0 };
      const stored = await this.repository.findEntries(manager, park.parkId, dates.first, dates.last);
      const { confirmed, added, withdrawn } = planSchedule(stored, published);
      await this.repository.confirm(manager, idsOf(confirmed), seenAt);
      await this.repository.withdraw(manager, idsOf(withdrawn), seenAt);
      await this.repository.insert(manager, park.parkId, added, seenAt);
      return { added: added.length, withdrawn: withdrawn.length };
    });
  }
}

const idsOf = (entries: readonly { scheduleId: string }[]): string[] => entries.map(({ scheduleId }) => scheduleId);

function unreadableEntries({ parkId }: ScheduledPark, rejected: readonly string[]): Finding {
  return {
    issueType: 'INVALID',
    reason: 'SCHEDULE_ENTRY',
    identity: [parkId],
    entityType: 'PARK',
    entityId: parkId,
    parkId,
    importId: null,
    windowStart: null,
    windowEnd: null,
    recordsAffected: rejected.length,
    description: `${rejected.length} entries of the published schedule could not be read: they are left out`,
    sample: rejected.slice(0, 10),
  };
}
