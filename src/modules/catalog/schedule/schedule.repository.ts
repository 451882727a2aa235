import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type EntityManager, In, IsNull, Not, type Repository } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { lockRow } from '../../../common/database/lock-row.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { Park } from '../entities/park.entity.js';
import { ParkSchedule, ParkSchedulePending, ParkSchedulePrice } from '../entities/park-schedule.entity.js';
import type { PendingChange } from './plan-schedule.js';
import type { ScheduleEntry, StoredEntry } from './schedule-entry.js';
import type { PriceReport, StoredPrice } from './schedule-prices.js';
import {
  type EntryDetails,
  insertDescriptions,
  insertEntries,
  insertPrices,
  selectParksOperatingSince,
  updateEntryDetails,
} from './schedule.sql.js';

export interface ChangedDetails extends EntryDetails {
  /** Undefined: the description did not change. */
  formerDescription: string | null | undefined;
}

export interface ScheduledPark extends Pick<Park, 'parkId' | 'destinationId' | 'name' | 'timezone'> {
  themeparksWikiId: string;
}

const ROWS_PER_STATEMENT = 500;

/** Rows of park_schedules. The hours of an entry never change, and no entry is ever removed. */
@Injectable()
export class ScheduleRepository {
  constructor(
    @InjectRepository(ParkSchedule) private readonly entries: Repository<ParkSchedule>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
  ) {}

  /** Active parks with a UUID. */
  async findParks(): Promise<ScheduledPark[]> {
    const parks = await this.parks.find({
      select: { parkId: true, destinationId: true, themeparksWikiId: true, name: true, timezone: true },
      where: { isActive: true, themeparksWikiId: Not(IsNull()) },
      order: { parkId: 'ASC' },
    });
    return parks.map((park) => ({ ...park, themeparksWikiId: park.themeparksWikiId! }));
  }

  /** Parks with an attraction whose last live observation, at or after `liveSince`, is OPERATING. */
  async findParksOperatingSince(liveSince: Date): Promise<number[]> {
    return selectParksOperatingSince(this.parks.manager, liveSince);
  }

  /** Serializes the storage of responses about one park. */
  async lockPark(manager: EntityManager, parkId: number): Promise<void> {
    await lockRow(manager, Park, { parkId });
  }

  /** Whether any entry of the park is stored. */
  async hasEntries(manager: EntityManager, parkId: number): Promise<boolean> {
    return manager.withRepository(this.entries).existsBy({ parkId });
  }

  /** Active entries of the dates from `first` to `last`, both included. */
  async findEntries(manager: EntityManager, parkId: number, first: string, last: string): Promise<StoredEntry[]> {
    const entries = await manager
      .withRepository(this.entries)
      .findBy({ parkId, localDate: Between(first, last), withdrawnAt: IsNull() });
    return entries.map(({ scheduleId, localDate, scheduleType, opensAt, closesAt, description, purchases }) => ({
      scheduleId,
      localDate,
      type: scheduleType,
      description,
      opensAtMs: opensAt?.getTime() ?? null,
      closesAtMs: closesAt?.getTime() ?? null,
      purchases: purchases === null ? null : canonicalJson(purchases),
    }));
  }

  async insert(
    manager: EntityManager,
    parkId: number,
    entries: readonly ScheduleEntry[],
    observedAt: Date,
  ): Promise<void> {
    const rows = entries.map(({ localDate, type, opensAtMs, closesAtMs, description, purchases }) => ({
      parkId,
      localDate,
      scheduleType: type,
      opensAt: opensAtMs === null ? null : new Date(opensAtMs),
      closesAt: closesAtMs === null ? null : new Date(closesAtMs),
      description,
      purchases,
      reportedFrom: observedAt,
      reportedUntil: observedAt,
    }));
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await insertEntries(manager, chunk);
  }

  async confirm(manager: EntityManager, scheduleIds: readonly string[], observedAt: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.withRepository(this.entries).update({ scheduleId: In(scheduleIds) }, { reportedUntil: observedAt });
  }

  async withdraw(manager: EntityManager, scheduleIds: readonly string[], at: Date): Promise<void> {
    if (scheduleIds.length === 0) return;
    await manager.withRepository(this.entries).update({ scheduleId: In(scheduleIds) }, { withdrawnAt: at });
  }

  /**
   * Updates the details of entries to the last published ones; their hours stay unchanged. Former descriptions are kept; prices
   * have rows of their own.
   */
  async updateDetails(manager: EntityManager, details: readonly ChangedDetails[], at: Date): Promise<void> {
    const former = details.flatMap(({ scheduleId, formerDescription }) =>
      formerDescription === undefined ? [] : [{ scheduleId, description: formerDescription, replacedAt: at }],
    );
    for (const chunk of chunksOf(former, ROWS_PER_STATEMENT)) await insertDescriptions(manager, chunk);
    for (const chunk of chunksOf(details, ROWS_PER_STATEMENT)) await updateEntryDetails(manager, chunk);
  }
}

/** Rows of park_schedule_prices: one per period in which a price was published unchanged. No row is ever removed. */
@Injectable()
export class SchedulePriceRepository {
  constructor(@InjectRepository(ParkSchedulePrice) private readonly prices: Repository<ParkSchedulePrice>) {}

  /** Current prices of the dates from `first` to `last`, both included. */
  async findCurrent(manager: EntityManager, parkId: number, first: string, last: string): Promise<StoredPrice[]> {
    const prices = await manager
      .withRepository(this.prices)
      .findBy({ parkId, localDate: Between(first, last), replacedAt: IsNull() });
    return prices.map(({ scheduleType, purchaseKey, purchaseName, priceCurrency, ...price }) => ({
      priceId: price.priceId,
      localDate: price.localDate,
      type: scheduleType,
      key: purchaseKey,
      name: purchaseName,
      purchaseType: price.purchaseType,
      priceMinor: price.priceMinor,
      currency: priceCurrency,
      isAvailable: price.isAvailable,
    }));
  }

  async insert(
    manager: EntityManager,
    parkId: number,
    prices: readonly PriceReport[],
    observedAt: Date,
  ): Promise<void> {
    const rows = prices.map(({ localDate, type, key, name, purchaseType, priceMinor, currency, isAvailable }) => ({
      parkId,
      localDate,
      scheduleType: type,
      purchaseKey: key,
      purchaseName: name,
      purchaseType,
      priceMinor,
      priceCurrency: currency,
      isAvailable,
      reportedFrom: observedAt,
      reportedUntil: observedAt,
    }));
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await insertPrices(manager, chunk);
  }

  async confirm(manager: EntityManager, priceIds: readonly string[], observedAt: Date): Promise<void> {
    if (priceIds.length === 0) return;
    await manager.withRepository(this.prices).update({ priceId: In(priceIds) }, { reportedUntil: observedAt });
  }

  async replace(manager: EntityManager, priceIds: readonly string[], at: Date): Promise<void> {
    if (priceIds.length === 0) return;
    await manager.withRepository(this.prices).update({ priceId: In(priceIds) }, { replacedAt: at });
  }
}

/** Rows of park_schedule_pending: changes of schedules that a later response must confirm. */
@Injectable()
export class PendingChangeRepository {
  constructor(
    @InjectRepository(ParkSchedulePending) private readonly changes: Repository<ParkSchedulePending>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
  ) {}

  async find(manager: EntityManager, parkId: number): Promise<PendingChange[]> {
    const changes = await manager.withRepository(this.changes).findBy({ parkId });
    return changes.map(({ localDate, contentHash, firstSeenAt }) => ({
      localDate,
      contentHash,
      firstSeenMs: firstSeenAt.getTime(),
    }));
  }

  /** Parks with pending changes. */
  async findParks(): Promise<Pick<Park, 'parkId' | 'timezone'>[]> {
    const pending = this.changes.createQueryBuilder('change').select('1').where('change.parkId = park.parkId');
    return this.parks
      .createQueryBuilder('park')
      .select(['park.parkId', 'park.timezone'])
      .where(`EXISTS (${pending.getQuery()})`)
      .orderBy('park.parkId')
      .getMany();
  }

  async upsert(manager: EntityManager, parkId: number, changes: readonly PendingChange[]): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ localDate, contentHash, firstSeenMs }) => ({
      parkId,
      localDate,
      contentHash,
      firstSeenAt: new Date(firstSeenMs),
    }));
    await manager.withRepository(this.changes).upsert(rows, ['parkId', 'localDate']);
  }

  /** Removes changes that were applied or withdrawn, or whose dates have passed. */
  async settle(manager: EntityManager, parkId: number, localDates: readonly string[]): Promise<void> {
    if (localDates.length === 0) return;
    await manager.withRepository(this.changes).delete({ parkId, localDate: In(localDates) });
  }
}
