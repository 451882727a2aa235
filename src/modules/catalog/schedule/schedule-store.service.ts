import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { dayAfter } from '../../../common/time/calendar.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { ParkClock } from '../../park-use/park-clock.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { PASSED } from './pending-changes.service.js';
import {
  type HeldPlan,
  holdBackMassChange,
  isStored,
  type PendingChange,
  planSchedule,
  type SchedulePlan,
} from './plan-schedule.js';
import { isOver, type PublishedSchedule } from './read-schedule.js';
import { NOTE_KINDS, type PublishedEntry, type ScheduleNote, type StoredEntry } from './schedule-entry.js';
import { massChangeFinding, massChangeKey, noteFindings } from './schedule-findings.js';
import { planPrices } from './schedule-prices.js';
import {
  type ChangedDetails,
  PendingChangeRepository,
  type ScheduledPark,
  SchedulePriceRepository,
  ScheduleRepository,
} from './schedule.repository.js';

export interface ScheduleCounts {
  added: number;
  /** Entries replaced by others of the same date and type. */
  withdrawn: number;
  refused: number;
  repaired: number;
  /** Dates whose change a later response must confirm. */
  heldBack: number;
}

/** A response and the time at which it was read. */
export interface ScheduleResponse {
  published: PublishedSchedule;
  clock: ParkClock;
  at: Date;
}

/** A cached response may still contain days that just ended. Older entries are refused without a look-up. */
const RECENT_DAYS = 7;
const SETTLED = 'Resolved automatically: the change was confirmed and applied, or is no longer published';

/** Stores the entries of a response from the park's today on. Stored entries of earlier dates never change. */
@Injectable()
export class ScheduleStore {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly prices: SchedulePriceRepository,
    private readonly pending: PendingChangeRepository,
    private readonly findings: FindingsService,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
  ) {}

  /** In the caller's transaction. */
  async store(manager: EntityManager, park: ScheduledPark, response: ScheduleResponse): Promise<ScheduleCounts> {
    const { clock, at } = response;
    const today = clock.today(at.getTime());
    await this.repository.lockPark(manager, park.parkId);
    const isFirst = !(await this.repository.hasEntries(manager, park.parkId));
    const published = isFirst ? withRecentPast(response.published, today) : response.published;
    const stored = await this.findStored(manager, park.parkId, published, today);
    const notes = [...published.notes, ...pastNotes(published, stored, recentSince(today))];
    const coming = stored.filter((entry) => !isOver(entry, clock, today));
    const { plan, held } = await this.planned(manager, park, coming, { ...response, published });
    await this.apply(manager, park.parkId, plan, at);
    await this.storePrices(manager, park.parkId, published.entries, at);
    await this.invalidateStartedDays(manager, park, plan, at);
    await this.findings.record(manager, noteFindings(park, notes));
    return {
      added: plan.added.length,
      withdrawn: plan.superseded.length,
      refused: countOf(notes, 'REFUSED'),
      repaired: countOf(notes, 'REPAIRED'),
      heldBack: held.length,
    };
  }

  private async findStored(manager: EntityManager, parkId: number, published: PublishedSchedule, today: string) {
    const past = published.past.map(({ entry }) => entry).filter(({ localDate }) => localDate >= recentSince(today));
    const range = rangeOf([...published.entries, ...past]);
    return range === null ? [] : this.repository.findEntries(manager, parkId, range.first, range.last);
  }

  private async planned(
    manager: EntityManager,
    park: ScheduledPark,
    coming: readonly StoredEntry[],
    { published, clock, at }: ScheduleResponse,
  ): Promise<HeldPlan> {
    const before = await this.pending.find(manager, park.parkId);
    const result = holdBackMassChange(planSchedule(coming, published), published.entries, before, at.getTime());
    await this.rememberHeld(manager, park, {
      ...{ before, held: result.held, published },
      today: clock.today(at.getTime()),
    });
    return result;
  }

  /** A date that is missing from the response is a hole: its change stays pending until the date has passed. */
  private async rememberHeld(
    manager: EntityManager,
    park: ScheduledPark,
    {
      before,
      held,
      published,
      today,
    }: {
      before: readonly PendingChange[];
      held: readonly PendingChange[];
      published: PublishedSchedule;
      today: string;
    },
  ): Promise<void> {
    const reported = new Set(published.entries.map(({ localDate }) => localDate));
    const heldDates = new Set(held.map(({ localDate }) => localDate));
    const others = before.map(({ localDate }) => localDate).filter((localDate) => !heldDates.has(localDate));
    const settled = others.filter((localDate) => reported.has(localDate));
    const passed = others.filter((localDate) => localDate < today && !reported.has(localDate));
    await this.pending.settle(manager, park.parkId, [...settled, ...passed]);
    await this.pending.upsert(manager, park.parkId, held);
    if (held.length > 0) await this.findings.record(manager, [massChangeFinding(park, held)]);
    else if (others.length > 0 && settled.length + passed.length === others.length) {
      const note = settled.length > 0 ? SETTLED : PASSED;
      await this.findings.resolveAutomatically(manager, [massChangeKey(park.parkId)], note);
    }
  }

  private async apply(manager: EntityManager, parkId: number, plan: SchedulePlan, at: Date): Promise<void> {
    const confirmed = plan.confirmed.map(({ stored }) => stored.scheduleId);
    await this.repository.confirm(manager, confirmed, at);
    await this.repository.updateDetails(manager, plan.confirmed.flatMap(changedDetails), at);
    const superseded = plan.superseded.map(({ scheduleId }) => scheduleId);
    await this.repository.withdraw(manager, superseded, at);
    await this.repository.insert(manager, parkId, plan.added, at);
  }

  private async storePrices(
    manager: EntityManager,
    parkId: number,
    entries: readonly PublishedEntry[],
    at: Date,
  ): Promise<void> {
    const range = rangeOf(entries.filter(({ offers }) => offers.length > 0));
    if (range === null) return;
    const stored = await this.prices.findCurrent(manager, parkId, range.first, range.last);
    const { confirmed, added, replaced } = planPrices(stored, entries);
    const idsOf = (prices: typeof stored) => prices.map(({ priceId }) => priceId);
    await this.prices.confirm(manager, idsOf(confirmed), at);
    await this.prices.replace(manager, idsOf(replaced), at);
    await this.prices.insert(manager, parkId, added, at);
  }

  /** Invalidates days that have begun, because statistics depend on the hours. Later days are computed later anyway. */
  private async invalidateStartedDays(
    manager: EntityManager,
    { parkId, timezone }: ScheduledPark,
    { added, superseded }: SchedulePlan,
    at: Date,
  ): Promise<void> {
    const begun = new LocalDays(timezone, this.config.parkDayStartMinutes).dateOf(at.getTime());
    const dates = [...added, ...superseded]
      .filter(({ type, localDate }) => type !== 'INFO' && localDate <= begun)
      .map(({ localDate }) => localDate);
    const days = [...new Set(dates)].sort().map((localDate) => ({ parkId, localDate }));
    await this.writer.invalidateParkDays(manager, days, 'SCHEDULE', at.getTime());
  }
}

/**
 * The first response about a park may also add entries of the last days, because none are stored: yesterday's opening may
 * still be running.
 */
function withRecentPast(published: PublishedSchedule, today: string): PublishedSchedule {
  const recent = recentSince(today);
  const isRecent = ({ entry }: PublishedSchedule['past'][number]) => entry.localDate >= recent;
  return {
    ...published,
    entries: [...published.past.filter(isRecent).map(({ entry }) => entry), ...published.entries],
    past: published.past.filter((one) => !isRecent(one)),
  };
}

/**
 * Later responses may repeat stored entries of the past, and contain days that just ended and of which nothing is stored.
 * All other entries about the past are refused.
 */
function pastNotes({ past }: PublishedSchedule, stored: readonly StoredEntry[], recent: string): ScheduleNote[] {
  const knownDates = new Set(stored.map(({ localDate }) => localDate));
  return past
    .filter(({ entry }) => entry.localDate < recent || (knownDates.has(entry.localDate) && !isStored(entry, stored)))
    .map(({ sample }) => ({ kind: 'PAST_DATE', sample }));
}

function recentSince(today: string): string {
  return dayAfter(today, -RECENT_DAYS);
}

/** Details that are no longer published with the same hours are a hole too, and are kept. */
function changedDetails({ stored, published }: SchedulePlan['confirmed'][number]): ChangedDetails[] {
  const description = published.description ?? stored.description;
  const purchases = published.purchases ?? stored.purchases;
  if (description === stored.description && purchases === stored.purchases) return [];
  const formerDescription = description === stored.description ? undefined : stored.description;
  return [{ scheduleId: stored.scheduleId, description, purchases, formerDescription }];
}

function countOf(notes: readonly ScheduleNote[], effect: 'REFUSED' | 'REPAIRED'): number {
  return notes.filter(({ kind }) => NOTE_KINDS[kind] === effect).length;
}

/** First and last date; null: no entries. */
function rangeOf(entries: readonly { localDate: string }[]): { first: string; last: string } | null {
  let range: { first: string; last: string } | null = null;
  for (const { localDate } of entries) {
    range ??= { first: localDate, last: localDate };
    if (localDate < range.first) range.first = localDate;
    if (localDate > range.last) range.last = localDate;
  }
  return range;
}
