import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { ClockRepairEnvironment } from './clock-repair.service.js';
import type { KeptContent, RepairedRide, RepairedTable } from './repaired-rows.js';
import { RowsAheadRepository } from './rows-ahead.sql.js';

/** Applies the consequences of restored rows: invalidates the days that they change, and refreshes the observed dates of rides. */
@Injectable()
export class ClockRepairWriter {
  constructor(
    private readonly rows: RowsAheadRepository,
    private readonly writer: ObservationWriter,
    private readonly environment: ClockRepairEnvironment,
  ) {}

  /** @returns the rides of the rows */
  async invalidate(
    manager: EntityManager,
    table: RepairedTable,
    contents: readonly KeptContent[],
    horizonMs: number,
  ): Promise<RepairedRide[]> {
    const rides = await this.ridesOf(table, contents);
    const days = this.environment.daysOf(rides, { horizonMs, lastTrueMs: null });
    await this.writer.invalidateParkDays(manager, days, 'CLOCK', this.environment.nowMs());
    return rides;
  }

  async refreshDates(rides: readonly RepairedRide[]): Promise<void> {
    await this.environment.refreshDates(rides);
  }

  private async ridesOf({ from }: RepairedTable, contents: readonly KeptContent[]): Promise<RepairedRide[]> {
    const spans = new Map<number, { oldestMs: number; newestMs: number }>();
    for (const content of contents) {
      const fromMs = instantMs(content[from]);
      const untilMs = content.last_confirmed_at === null ? fromMs : instantMs(content.last_confirmed_at);
      const known = spans.get(Number(content.ride_id));
      spans.set(Number(content.ride_id), {
        oldestMs: Math.min(known?.oldestMs ?? Infinity, fromMs),
        newestMs: Math.max(known?.newestMs ?? 0, fromMs, untilMs),
      });
    }
    return this.rows.describe(spans);
  }
}

/** `2026-04-15 15:00:00.000000` of UTC, as JSON_OBJECT writes a DATETIME. */
const instantMs = (text: unknown): number => Date.parse(`${String(text).replace(' ', 'T').slice(0, 23)}Z`);
