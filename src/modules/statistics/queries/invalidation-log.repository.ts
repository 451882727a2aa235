import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Between,
  type EntityManager,
  type FindOperator,
  In,
  LessThanOrEqual,
  MoreThanOrEqual,
  type Repository,
  type SelectQueryBuilder,
} from 'typeorm';
import { dayAfter } from '../../../common/time/calendar.js';
import { InvalidatedParkDay } from '../../snapshots/entities/invalidated-park-day.entity.js';
import { monthOf } from '../day-spans.js';
import type { RebuildScope } from '../rebuild.repository.js';

/** The token changes with every invalidation, so that a day invalidated again in the meantime is recognised. */
export type InvalidatedDay = Pick<InvalidatedParkDay, 'localDate' | 'reason' | 'token'>;

/** Consecutive days of one park within a month, in order. */
export interface InvalidatedRange {
  parkId: number;
  days: InvalidatedDay[];
}

/** The invalidation log, as the refresh reads and settles it. */
@Injectable()
export class InvalidationLogRepository {
  constructor(@InjectRepository(InvalidatedParkDay) private readonly log: Repository<InvalidatedParkDay>) {}

  async count(): Promise<number> {
    return this.log.count();
  }

  /** Days within the scope that were invalidated at the instant or before it and are still waiting. */
  async countWaitingSince({ parkId, from, to }: RebuildScope, instant: Date): Promise<number> {
    return this.log.countBy({
      invalidatedAt: LessThanOrEqual(instant),
      ...(parkId === null ? {} : { parkId }),
      ...(from === null && to === null ? {} : { localDate: within(from, to) }),
    });
  }

  /**
   * The newest invalidated days that are not in progress; current days come before history. Null if no such day remains.
   * @param parkIds null: all parks
   */
  async findNext(
    parkIds: ReadonlySet<number> | null,
    skippedParkIds: readonly number[],
    inProgress: readonly InvalidatedRange[],
  ): Promise<InvalidatedRange | null> {
    const waiting = (): SelectQueryBuilder<InvalidatedParkDay> => this.waiting(parkIds, skippedParkIds, inProgress);
    const newest = await waiting().orderBy('day.localDate', 'DESC').addOrderBy('day.parkId').limit(1).getOne();
    if (newest === null) return null;
    const { parkId, localDate } = newest;
    const ofMonth = await waiting()
      .andWhere('day.parkId = :parkId', { parkId })
      .andWhere('day.localDate BETWEEN :monthStart AND :localDate', { monthStart: monthOf(localDate), localDate })
      .orderBy('day.localDate', 'DESC')
      .getMany();
    const days = contiguous(ofMonth);
    return days.length === 0 ? null : { parkId, days };
  }

  private waiting(
    parkIds: ReadonlySet<number> | null,
    skippedParkIds: readonly number[],
    inProgress: readonly InvalidatedRange[],
  ): SelectQueryBuilder<InvalidatedParkDay> {
    const query = this.log.createQueryBuilder('day').where('1 = 1');
    if (parkIds !== null) query.andWhere('day.parkId IN (:...parkIds)', { parkIds: [0, ...parkIds] });
    if (skippedParkIds.length > 0) query.andWhere('day.parkId NOT IN (:...skippedParkIds)', { skippedParkIds });
    for (const [index, { parkId, days }] of inProgress.entries()) {
      query.andWhere(`NOT (day.parkId = :busy${index} AND day.localDate BETWEEN :from${index} AND :to${index})`, {
        [`busy${index}`]: parkId,
        [`from${index}`]: days[0]!.localDate,
        [`to${index}`]: days.at(-1)!.localDate,
      });
    }
    return query;
  }

  /**
   * Removes the invalidations of computed days, in the transaction that writes their statistics. Days invalidated again stay.
   * Returns false if another process computed some of them in the meantime: the transaction must then be rolled back.
   */
  async settle(manager: EntityManager, { parkId, days }: InvalidatedRange): Promise<boolean> {
    const log = manager.withRepository(this.log);
    const current = await log.find({
      where: { parkId, localDate: In(days.map(({ localDate }) => localDate)) },
      order: { localDate: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (current.length !== days.length) return false;
    const tokens = new Map(current.map(({ localDate, token }) => [localDate, token]));
    const done = days.filter(({ localDate, token }) => tokens.get(localDate) === token);
    if (done.length > 0) await log.delete({ parkId, localDate: In(done.map(({ localDate }) => localDate)) });
    return true;
  }
}

/** Dates from `from` to `to`, both included; at least one of them is not null. */
function within(from: string | null, to: string | null): FindOperator<string> {
  if (from === null) return LessThanOrEqual(to!);
  return to === null ? MoreThanOrEqual(from) : Between(from, to);
}

function contiguous(invalidations: readonly InvalidatedParkDay[]): InvalidatedDay[] {
  const days: InvalidatedDay[] = [];
  for (const { localDate, reason, token } of invalidations) {
    if (days.length > 0 && localDate !== dayAfter(days[0]!.localDate, -1)) break;
    days.unshift({ localDate, reason, token });
  }
  return days;
}
