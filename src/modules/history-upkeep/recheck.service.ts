import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { DAY_MS, HOUR_MS, utcDayOf } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import type { HistoryDay } from '../import/entities/history-day.entity.js';
import { HistoryDays } from '../import/history-source/history-days.service.js';
import { daysByPark, type ImportOptions, type ImportRecord } from '../import/import-record.js';
import { ImportService } from '../import/import.service.js';
import { ApiAccountService } from '../themeparks-api/api-account.service.js';

/** The archive of the API is two to three days behind: younger days are not final yet. */
const NOT_FINAL_MS = 2 * DAY_MS;
/** Each day is requested at most once within this time. */
const APART_MS = 20 * HOUR_MS;
/** Older days are not examined again: a free key cannot read them. */
const EXAMINED_MS = 30 * DAY_MS;

export interface RecheckRequest {
  origin: ImportOptions['origin'];
  /** Provisional days that are imported again, at most. */
  maxProvisional: number;
  /** Final days that are compared with the API again. */
  sample: number;
}

export interface RecheckReport {
  provisional: number;
  final: number;
  imports: ImportRecord[];
}

/** Imports provisional days again once they are final, and compares some final days with the API again. */
@Injectable()
export class HistoryRecheck {
  constructor(
    private readonly days: HistoryDays,
    private readonly imports: ImportService,
    private readonly catalog: CatalogService,
    private readonly account: ApiAccountService,
    private readonly clock: Clock,
  ) {}

  /** Begins an import for each destination with such days. Destinations with an active one wait for the next time. */
  async begin({ origin, maxProvisional, sample }: RecheckRequest): Promise<RecheckReport> {
    const nowMs = this.clock.now().getTime();
    const before = new Date(nowMs - APART_MS);
    const earliest = await this.earliestDay(nowMs);
    const provisional = (await this.days.provisional(utcDayOf(nowMs - NOT_FINAL_MS), maxProvisional)).filter(
      ({ localDate, fetchedAt }) => localDate >= earliest && fetchedAt <= before,
    );
    const final = sample === 0 ? [] : await this.days.final(earliest, before, sample);
    const imports: ImportRecord[] = [];
    for (const [destinationId, days] of await this.byDestination([...provisional, ...final])) {
      const chosen = { purpose: 'RECHECK' as const, onlyFinal: true, parks: daysByPark(days) };
      const record = await this.imports.startChosenDays(destinationId, chosen, origin);
      if (record !== null) imports.push(record);
    }
    return { provisional: provisional.length, final: final.length, imports };
  }

  /** The first day that the account may read, as far as it is known. A day near midnight UTC may be refused. */
  private async earliestDay(nowMs: number): Promise<string> {
    const examined = utcDayOf(nowMs - EXAMINED_MS);
    const { account } = await this.account.find();
    const allowed = account?.hasAllHistory === true ? null : (account?.historyEarliestDate ?? null);
    return allowed !== null && allowed >= examined ? utcDayOf(Date.parse(allowed) + DAY_MS) : examined;
  }

  private async byDestination(days: readonly HistoryDay[]): Promise<Map<number, HistoryDay[]>> {
    const open = new Set((await this.imports.findOpenChosen()).map(({ destinationId }) => destinationId));
    const destinations = new Map<number, number>();
    for (const parkId of new Set(days.map((day) => day.parkId))) {
      destinations.set(parkId, (await this.catalog.getPark(parkId)).destinationId);
    }
    const free = days.filter(({ parkId }) => !open.has(destinations.get(parkId)!));
    return groupBy(free, ({ parkId }) => destinations.get(parkId)!);
  }
}
