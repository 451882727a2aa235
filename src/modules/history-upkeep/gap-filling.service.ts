import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { cutText, plural } from '../../common/text.js';
import { Clock } from '../../common/time/clock.js';
import { type GapFillChange, GapFillService } from '../findings/gap-fill.service.js';
import type { FillableGap } from '../findings/gap-fill.entity.js';
import { HistoryDays } from '../import/history-source/history-days.service.js';
import { daysByPark, type ImportOptions, type ImportRecord } from '../import/import-record.js';
import { ImportService } from '../import/import.service.js';
import { ApiAccountService } from '../themeparks-api/api-account.service.js';
import { FilledTimeService } from './filled-time.service.js';
import {
  daysOfGap,
  filledMinutesOf,
  missingDaysOf,
  nextAttemptAfter,
  type RequestedDays,
  stateOfRequested,
} from './gap-days.js';

export interface FillRequest {
  origin: ImportOptions['origin'];
  /** Null: gaps of all parks. */
  parkIds: readonly number[] | null;
  /** Maximum number of park-days. */
  maxDays: number;
  /** Whether pauses after failed attempts are ignored, and refused days are requested again. */
  isUrgent: boolean;
}

/** What was done about gaps. */
export interface FillReport {
  /** Gaps that are not at their end. */
  gaps: number;
  filled: number;
  partlyFilled: number;
  notHeld: number;
  /** Gaps with days that the API has not recorded completely, now or before. The recheck imports these days again. */
  provisional: number;
  /** Minutes of all gaps whose state changed. */
  filledMinutes: number;
}

const NOTHING_FILLED = { filled: 0, partlyFilled: 0, notHeld: 0, provisional: 0, filledMinutes: 0 };

interface PlannedGap {
  gap: FillableGap;
  days: string[];
  /** The requested days around the gaps of the park. */
  requested: RequestedDays;
  missing: string[];
}

/** Fills gaps of live collection from the History API: imports their days, and records how far they are filled. */
@Injectable()
export class GapFilling {
  constructor(
    private readonly fills: GapFillService,
    private readonly days: HistoryDays,
    private readonly imports: ImportService,
    private readonly filledTime: FilledTimeService,
    private readonly account: ApiAccountService,
    private readonly clock: Clock,
  ) {}

  /** Begins an import for each destination whose gaps have days that were not requested yet. Another one may be active. */
  async begin({ origin, parkIds, maxDays, isUrgent }: FillRequest): Promise<ImportRecord[]> {
    const open = await this.imports.findOpenChosen();
    const isPlanned = (destinationId: number) => open.some((record) => record.destinationId === destinationId);
    const planned = (await this.plan(parkIds, isUrgent)).filter(
      ({ gap, missing }) => missing.length > 0 && !isPlanned(gap.destinationId) && (isUrgent || this.isDue(gap)),
    );
    const begun: ImportRecord[] = [];
    for (const [destinationId, gaps] of groupBy(upToDays(planned, maxDays), ({ gap }) => gap.destinationId)) {
      const chosen = { purpose: 'FILL_GAPS' as const, onlyFinal: false, parks: daysByPark(daysOf(gaps)) };
      const record = await this.imports.startChosenDays(destinationId, chosen, origin);
      if (record === null) continue;
      begun.push(record);
      await this.fills.record(
        gaps.map(({ gap }) => this.requested(gap, record.importId)),
        filledNote,
      );
    }
    return begun;
  }

  /** Determines and stores the state of each gap whose days were requested. */
  async assess(parkIds: readonly number[] | null = null): Promise<FillReport> {
    const planned = await this.plan(parkIds, false);
    const report: FillReport = { ...NOTHING_FILLED, gaps: planned.length };
    for (const one of planned) {
      const change = one.missing.length > 0 ? await this.unavailable(one) : await this.requestedState(one);
      if (change?.state === 'PROVISIONAL') report.provisional++;
      if (change === null || isSame(change, one.gap.fill)) continue;
      await this.fills.record([change], filledNote);
      if (change.state === 'FILLED') report.filled++;
      if (change.state === 'PARTLY_FILLED') report.partlyFilled++;
      if (change.state === 'NOT_HELD') report.notHeld++;
      report.filledMinutes += change.filledMinutes;
    }
    return report;
  }

  private async plan(parkIds: readonly number[] | null, retriesRefused: boolean): Promise<PlannedGap[]> {
    const gaps = await this.fills.findFillable(parkIds);
    const nowMs = this.clock.now().getTime();
    const withDays = gaps.map((gap) => ({ gap, days: daysOfGap(gap, nowMs) })).filter(({ days }) => days.length > 0);
    if (withDays.length === 0) return [];
    const mayRead = retriesRefused ? () => true : await this.readableDays();
    const requested = await this.requestedDays(withDays);
    return withDays.map(({ gap, days }) => {
      const ofPark: RequestedDays = requested.get(gap.parkId) ?? new Map();
      return { gap, days, requested: ofPark, missing: missingDaysOf(gap, days, ofPark, mayRead) };
    });
  }

  /** Whether the account, as far as it is known, may read a day that was refused before. */
  private async readableDays(): Promise<(day: string) => boolean> {
    const { account } = await this.account.find();
    const earliest = account?.historyEarliestDate ?? null;
    return (day) => account?.hasAllHistory === true || (earliest !== null && day > earliest);
  }

  private async requestedDays(
    planned: readonly Pick<PlannedGap, 'gap' | 'days'>[],
  ): Promise<Map<number, RequestedDays>> {
    const parkIds = [...new Set(planned.map(({ gap }) => gap.parkId))];
    const all = planned.flatMap(({ days }) => days).sort();
    const rows = await this.days.between(parkIds, all[0]!, all.at(-1)!);
    return new Map(
      [...groupBy(rows, ({ parkId }) => parkId)].map(([parkId, days]) => {
        return [parkId, new Map(days.map((day) => [day.localDate, day]))];
      }),
    );
  }

  private isDue({ fill }: FillableGap): boolean {
    return fill?.nextAttemptAt == null || fill.nextAttemptAt <= this.clock.now();
  }

  private requested({ logId, fill }: FillableGap, importId: string): GapFillChange {
    const attempts = (fill?.attempts ?? 0) + 1;
    const nextAttemptAt = nextAttemptAfter(attempts, this.clock.now().getTime());
    return { logId, state: 'REQUESTED', filledMinutes: 0, importId, attempts, nextAttemptAt, note: null };
  }

  /** Days are missing: the import has not come to them yet, or could not read them. */
  private async unavailable({ gap: { logId, fill } }: PlannedGap): Promise<GapFillChange | null> {
    if (fill === null || fill.importId === null || fill.state === 'UNAVAILABLE') return null;
    const { status, error } = await this.imports.get(fill.importId);
    if (status !== 'FAILED' && status !== 'CANCELLED') return null;
    const note = cutText(error?.message ?? `The import was ${status}`, MAX_NOTE);
    return { logId, ...fill, state: 'UNAVAILABLE', filledMinutes: 0, note };
  }

  private async requestedState({ gap, days, requested }: PlannedGap): Promise<GapFillChange> {
    const time = await this.filledTime.of(gap, { startMs: gap.startMs, endMs: gap.endMs });
    const state = gap.isOngoing ? 'REQUESTED' : stateOfRequested(days, requested, time);
    const { importId = null, attempts = 0 } = gap.fill ?? {};
    const filledMinutes = filledMinutesOf(gap, time);
    return { logId: gap.logId, state, filledMinutes, importId, attempts, nextAttemptAt: null, note: null };
  }
}

const MAX_NOTE = 512;

const isSame = (change: GapFillChange, before: FillableGap['fill']): boolean =>
  before !== null && change.state === before.state && change.filledMinutes === before.filledMinutes;

const filledNote = ({ filledMinutes, importId }: GapFillChange): string =>
  `Resolved automatically: filled by HISTORY_API, ${plural(filledMinutes, 'minute')}${importId === null ? '' : `, by ${importId}`}`;

/** The first days of the oldest gaps. */
function upToDays(gaps: readonly PlannedGap[], maxDays: number): PlannedGap[] {
  const chosen = new Set<string>();
  return gaps.flatMap((planned) => {
    const missing = planned.missing.filter((day) => {
      const key = `${planned.gap.parkId}/${day}`;
      if (chosen.size < maxDays) chosen.add(key);
      return chosen.has(key);
    });
    return missing.length === 0 ? [] : [{ ...planned, missing }];
  });
}

const daysOf = (gaps: readonly PlannedGap[]) =>
  gaps.flatMap(({ gap: { parkId }, missing }) => missing.map((localDate) => ({ parkId, localDate })));
