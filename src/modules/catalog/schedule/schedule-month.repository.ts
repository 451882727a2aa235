import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type EntityManager, IsNull, LessThan, Not, type Repository } from 'typeorm';
import { ParkSchedule, ParkScheduleMonth } from '../entities/park-schedule.entity.js';
import { Ride } from '../entities/ride.entity.js';

/** Which past months of a park's schedule were read, and what is stored of them. */
@Injectable()
export class ScheduleMonthRepository {
  constructor(
    @InjectRepository(ParkScheduleMonth) private readonly months: Repository<ParkScheduleMonth>,
    @InjectRepository(ParkSchedule) private readonly entries: Repository<ParkSchedule>,
    @InjectRepository(Ride) private readonly rides: Repository<Ride>,
  ) {}

  /** When a ride of the park was first observed; null: none was. */
  async findFirstObserved(parkId: number): Promise<Date | null> {
    const ride = await this.rides.findOne({
      select: { rideId: true, firstSeenAt: true },
      where: { parkId, firstSeenAt: Not(IsNull()) },
      order: { firstSeenAt: 'ASC' },
    });
    return ride?.firstSeenAt ?? null;
  }

  /** When each month was read last. */
  async findRead(parkId: number): Promise<Map<string, Date>> {
    return new Map((await this.months.findBy({ parkId })).map(({ month, readAt }) => [month, readAt]));
  }

  /** The number of dates before `today` with any entry, by month. */
  async countDates(parkId: number, today: string): Promise<Map<string, number>> {
    const rows = await this.entries
      .createQueryBuilder('entry')
      .select('entry.localDate', 'localDate')
      .distinct()
      .where({ parkId, localDate: LessThan(today) })
      .getRawMany<{ localDate: string }>();
    const counts = new Map<string, number>();
    for (const { localDate } of rows) {
      const month = localDate.slice(0, 7);
      counts.set(month, (counts.get(month) ?? 0) + 1);
    }
    return counts;
  }

  /** Dates with any entry, even a withdrawn one: the park's schedule of these dates was observed. */
  async findDates(manager: EntityManager, parkId: number, first: string, last: string): Promise<Set<string>> {
    const rows = await manager
      .withRepository(this.entries)
      .find({ select: { scheduleId: true, localDate: true }, where: { parkId, localDate: Between(first, last) } });
    return new Set(rows.map(({ localDate }) => localDate));
  }

  /** A month that was read while it lasted is read again: its added entries add up. */
  async remember(manager: EntityManager, row: ParkScheduleMonth): Promise<void> {
    const months = manager.withRepository(this.months);
    const before = await months.findOneBy({ parkId: row.parkId, month: row.month });
    const entriesAdded = row.entriesAdded + (before?.entriesAdded ?? 0);
    await months.upsert({ ...row, entriesAdded }, ['parkId', 'month']);
  }
}
