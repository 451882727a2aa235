import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type EntityManager, In, MoreThanOrEqual, Not, type Repository } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { insertOrUpdate } from '../../../common/database/insert.js';
import { HistoryDaily } from './history-daily.entity.js';
import type { PublishedDailyQuery } from './reconciliation.dto.js';
import { ReconciledDay, ReconciliationDifference } from './reconciled-day.entity.js';

const ROWS_PER_STATEMENT = 200;
const KEY: ReadonlySet<string> = new Set(['parkId', 'localDate', 'themeparksWikiId']);

/** Published daily rows, and the results of their comparison. */
@Injectable()
export class ReconciliationRepository {
  constructor(
    @InjectRepository(HistoryDaily) private readonly published: Repository<HistoryDaily>,
    @InjectRepository(ReconciledDay) private readonly days: Repository<ReconciledDay>,
    @InjectRepository(ReconciliationDifference) private readonly differences: Repository<ReconciliationDifference>,
  ) {}

  /** A page of the published rows, newest day first, and how many there are. */
  async findPublishedPage({
    startDate,
    endDate,
    parkId,
    rideId,
    limit,
    offset,
  }: PublishedDailyQuery): Promise<[HistoryDaily[], number]> {
    const where = {
      localDate: Between(startDate, endDate),
      ...(parkId === undefined ? {} : { parkId }),
      ...(rideId === undefined ? {} : { rideId }),
    };
    return this.published.findAndCount({
      where,
      order: { localDate: 'DESC', parkId: 'ASC', themeparksWikiId: 'ASC' },
      take: limit,
      skip: offset,
    });
  }

  /** Replaces the published rows of a park and day; those that are not published any more are removed. */
  async replacePublished(
    manager: EntityManager,
    { parkId, localDate }: Pick<HistoryDaily, 'parkId' | 'localDate'>,
    rows: readonly HistoryDaily[],
  ): Promise<void> {
    const published = manager.withRepository(this.published);
    const ids = rows.map(({ themeparksWikiId }) => themeparksWikiId);
    await published.delete({ parkId, localDate, ...(ids.length === 0 ? {} : { themeparksWikiId: Not(In(ids)) }) });
    const updated = this.published.metadata.columns
      .map(({ propertyName }) => propertyName as keyof HistoryDaily)
      .filter((property) => !KEY.has(property));
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await insertOrUpdate(published, [...chunk], updated);
  }

  /** Replaces the result of a park and day. */
  async replaceResult(
    manager: EntityManager,
    day: ReconciledDay,
    differences: readonly ReconciliationDifference[],
  ): Promise<void> {
    const { parkId, localDate } = day;
    const stored = manager.withRepository(this.differences);
    await stored.delete({ parkId, localDate });
    const updated = ['parkId', 'ours', 'theirs', 'explanation'] as const;
    for (const chunk of chunksOf(differences, ROWS_PER_STATEMENT)) await insertOrUpdate(stored, [...chunk], updated);
    const counts = ['agreeing', 'explained', 'unexplained', 'notObserved', 'comparedAt'] as const;
    await insertOrUpdate(manager.withRepository(this.days), [day], counts);
  }

  /** Parks of which a day was compared at or after the instant. */
  async findParksComparedSince(at: Date): Promise<Set<number>> {
    const rows = await this.days
      .createQueryBuilder('day')
      .select('day.parkId', 'parkId')
      .distinct()
      .where({ comparedAt: MoreThanOrEqual(at) })
      .getRawMany<{ parkId: number }>();
    return new Set(rows.map(({ parkId }) => parkId));
  }
}
