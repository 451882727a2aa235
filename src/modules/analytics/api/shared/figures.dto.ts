import { ApiCountField, ApiBooleanField, ApiNumberField } from '../../../../common/http/dto/shown-fields.js';
import type { MetricChange, Metrics } from '../../reads/figures.js';
import { shownWait } from '../../reads/shown-wait.js';

export class MetricsView implements Metrics {
  @ApiNumberField({
    nullable: true,
    example: 34.27,
    description: 'Minutes: posted standby waits weighted by the time for which they held; null: none was posted',
  })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 120, description: shownWait('longest') })
  peakWaitMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 97.5,
    description:
      'Percent: operating time of operating and down time while the park was open, on days on which its feed reports ' +
      'DOWN; null: never operated on such a day',
  })
  uptimePercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 14.5,
    description:
      'Minutes of DOWN while the park was open (of a park: of all its rides together); null: not observed then on a ' +
      'day on which its feed reports DOWN',
  })
  downMinutes: number | null;

  @ApiNumberField({ example: 38_420, description: 'Minutes on which the figures stand (of a park: of all its rides)' })
  observedMinutes: number;

  @ApiNumberField({
    nullable: true,
    example: 96.4,
    description:
      'Percent of the open time that was observed; days without any observation count as open as the others. ' +
      'Null: observed, and the park was never open',
  })
  coveragePercent: number | null;

  @ApiBooleanField({ description: 'Less than half of the open time was observed' })
  lowCoverage: boolean;

  @ApiCountField({ example: 31, description: 'Days that were observed, be it that the park was closed' })
  observedDays: number;

  @ApiCountField({ example: 31, description: 'Days of the period' })
  days: number;
}

export class MetricChangeView implements MetricChange {
  @ApiNumberField({ nullable: true, example: -12.4, description: 'Percent; null: one side is not known, or was 0' })
  averageWaitPercent: number | null;

  @ApiNumberField({ nullable: true, example: 8.33, description: 'Percent; null: one side is not known, or was 0' })
  peakWaitPercent: number | null;

  @ApiNumberField({ nullable: true, example: 1.04, description: 'Percent of the earlier uptime; null: not known' })
  uptimePercent: number | null;

  @ApiNumberField({ nullable: true, example: 1, description: 'Percentage points; null: one side is not known' })
  uptimePoints: number | null;
}
