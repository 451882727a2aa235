import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { GrowthService } from '../growth/growth.service.js';
import type { GrowthMethod } from '../growth/growth-report.js';
import { MetricRepository } from '../measure/metric.repository.js';
import { measuredGroups } from './measured-groups.js';
import { type ReferenceLatency, ReferenceQueryService } from './reference-query.service.js';
import { type GroupSize, type RetentionOption, retentionOptions } from './strategies.js';

const WINDOW_DAYS = 30;

export interface RetentionReport {
  measuredAt: Date | null;
  growthMethod: GrowthMethod;
  notes: string[];
  /** Null where there are no rows to measure. */
  bytesPerRow: { raw: number | null; hourly: number | null; daily: number | null };
  options: RetentionOption[];
  latency: ReferenceLatency | null;
}

/** What keeping less would save, measured on what is there. Nothing here ever removes anything. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly growth: GrowthService,
    private readonly reference: ReferenceQueryService,
    private readonly clock: Clock,
  ) {}

  async compare(): Promise<RetentionReport> {
    const metrics = await this.metrics.findLatest();
    const growth = await this.growth.report(WINDOW_DAYS);
    const groups = measuredGroups(metrics, growth, this.clock.now().getTime());
    const options = retentionOptions(groups);
    const latency = await this.reference.latency(metrics);
    return {
      measuredAt: growth.measuredAt,
      growthMethod: growth.method,
      notes: notesOf(metrics.length > 0, options, latency),
      bytesPerRow: {
        raw: bytesPerRow(groups.raw),
        hourly: bytesPerRow(groups.hourly),
        daily: bytesPerRow(groups.daily),
      },
      options,
      latency,
    };
  }
}

const bytesPerRow = ({ rows, bytes }: GroupSize): number | null => (rows === 0 ? null : bytes / rows);

function notesOf(isMeasured: boolean, options: readonly RetentionOption[], latency: ReferenceLatency | null): string[] {
  const unknown = options.filter(({ bytesToday }) => bytesToday === null).map(({ strategy }) => strategy);
  return [
    ...(isMeasured ? [] : ['nothing has been measured yet: POST /api/admin/storage/measure']),
    ...(!isMeasured || unknown.length === 0
      ? []
      : [`${unknown.join(', ')}: the statistics they live on have not been computed`]),
    ...(latency === null ? ['no observations, so there is no query to time'] : []),
  ];
}
