import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { addMonths, type Month, monthStartMs } from '../../../common/time/months.js';
import { layoutOf } from '../../snapshots/partitions/partition-plan.js';
import { decideCount, importMarks, type KnownCount, withoutCounting } from './count-plan.js';
import { KnownCountRepository, type NewCount } from './known-count.repository.js';
import { RowCountRepository } from './row-count.sql.js';
import type { RowCountSource, StorageMetricRow, StorageUnit } from './storage-metrics.js';

const MEGABYTE = 1024 * 1024;
/** By then, the collector's last transactions of the month have ended. */
const CLOSED_AFTER_MS = 2 * DAY_MS;

interface CountBasis {
  known: ReadonlyMap<string, KnownCount>;
  marks: ReadonlyMap<Month, string>;
  nowMs: number;
}

/** Determines the number of rows of every unit, with as few counts as possible. */
@Injectable()
export class RowCounter {
  private readonly logger = new Logger(RowCounter.name);

  constructor(
    private readonly repository: RowCountRepository,
    private readonly knownCounts: KnownCountRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Stops between two counts when the signal aborts. */
  async countAll(units: readonly StorageUnit[], signal: AbortSignal): Promise<StorageMetricRow[]> {
    const basis = {
      known: await this.knownCounts.findAll(),
      marks: importMarks(await this.repository.findImportedDays()),
      nowMs: this.clock.now().getTime(),
    };
    const counts: NewCount[] = [];
    const metrics: StorageMetricRow[] = [];
    try {
      for (const unit of units) {
        signal.throwIfAborted();
        const { table, partition, dataBytes, indexBytes, freeBytes, sizeSource } = unit;
        const counted = await this.countUnit(unit, basis, counts);
        metrics.push({ table, partition, dataBytes, indexBytes, freeBytes, sizeSource, ...counted });
      }
      return metrics;
    } finally {
      // Counts made before an interruption are kept.
      await this.knownCounts.keep(counts, this.clock.now());
    }
  }

  private async countUnit(
    unit: StorageUnit,
    { known, marks, nowMs }: CountBasis,
    counts: NewCount[],
  ): Promise<{ rows: number; rowSource: RowCountSource }> {
    const before = known.get(`${unit.table}/${unit.partition}`) ?? null;
    const month = layoutOf([unit.partition]).months[0] ?? null;
    const importMark = month === null ? null : (marks.get(month) ?? null);
    const isClosed = month !== null && monthStartMs(addMonths(month, 1)) + CLOSED_AFTER_MS <= nowMs;
    const countAlwaysBytes = this.config.STORAGE_COUNT_ALWAYS_MB * MEGABYTE;
    const decision = decideCount(unit, { known: before, isClosed, importMark, countAlwaysBytes });
    if (decision.kind === 'TAKE') return { rows: decision.rows, rowSource: decision.rowSource };
    const rows = await this.repository.countRows(unit, this.config.STORAGE_COUNT_LIMIT_SECONDS * 1000);
    if (rows !== null) {
      const { fileBytes, rowsEstimate, updateMark } = unit;
      counts.push({ unit, known: { rows, fileBytes, rowsEstimate, updateMark, importMark } });
      return { rows, rowSource: 'COUNTED' };
    }
    this.logger.warn(
      `${unit.table} ${unit.partition}: not counted, because it takes longer than STORAGE_COUNT_LIMIT_SECONDS`,
    );
    const { rows: taken, rowSource } = withoutCounting(unit, before);
    return { rows: taken, rowSource };
  }
}
