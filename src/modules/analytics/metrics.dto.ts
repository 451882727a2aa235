import { ApiProperty } from '@nestjs/swagger';
import { ApiBooleanField, ApiCountField, ApiNumberField } from '../../common/http/dto/api-fields.js';
import type {
  DayDetails,
  EventMetrics,
  MetricChange,
  Metrics,
  OutOfHoursWaits,
} from '../statistics/derived-metrics.js';

/** OpenAPI description of the lowest or peak wait of a period. */
export function waitDescription(which: 'shortest' | 'longest'): string {
  return (
    `Minutes: ${which} posted wait while OPERATING and while the park was in use, if its use is known. Includes a wait that was ` +
    'posted earlier and is carried forward into the period. Implausible waits do not count. Null: no wait was posted'
  );
}

export class MetricsView implements Metrics {
  @ApiNumberField({
    nullable: true,
    example: 34.27,
    description: 'Minutes: average of posted standby waits, weighted by duration. Null: no wait was posted',
  })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 120, description: waitDescription('longest') })
  peakWaitMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 97.5,
    description:
      'Percent: operating time / (operating + down time) while the park was open, on days on which its feed reports ' +
      'DOWN. Null: never operated on such a day',
  })
  uptimePercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 14.5,
    description:
      'Minutes of DOWN while the park was open; for a park, the sum over all its rides. Null: not observed on any day ' +
      'on which its feed reports DOWN',
  })
  downMinutes: number | null;

  @ApiNumberField({
    example: 38_420,
    description: 'Observed minutes behind the metrics; for a park, the sum over all its rides',
  })
  observedMinutes: number;

  @ApiNumberField({
    nullable: true,
    example: 96.4,
    description:
      'Observed percentage of the scheduled time. Days without any observation count as open for as long as the observed ' +
      'days were on average. Null: observed, but the park was never open',
  })
  coveragePercent: number | null;

  @ApiBooleanField({ description: 'True if less than half of the scheduled time was observed' })
  lowCoverage: boolean;

  @ApiCountField({ example: 31, description: 'Observed days, including days on which the park was closed' })
  observedDays: number;

  @ApiCountField({ example: 31, description: 'Days of the period' })
  days: number;
}

export class MetricChangeView implements MetricChange {
  @ApiNumberField({
    nullable: true,
    example: -12.4,
    description: 'Percent. Null: one of the two values is unknown or 0',
  })
  averageWaitPercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 8.33,
    description: 'Percent. Null: one of the two values is unknown or 0',
  })
  peakWaitPercent: number | null;

  @ApiNumberField({ nullable: true, example: 1.04, description: 'Percent of the earlier uptime. Null: unknown' })
  uptimePercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 1,
    description: 'Percentage points. Null: one of the two values is unknown',
  })
  uptimePoints: number | null;
}

export class OutOfHoursWaitsView implements OutOfHoursWaits {
  @ApiNumberField({ example: 840, description: 'Minutes out of hours during which a wait was posted while operating' })
  postedMinutes: number;

  @ApiNumberField({ nullable: true, example: 0, description: 'Minutes, time-weighted; null: no wait was posted' })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 0, description: 'Minutes; null: no wait was posted' })
  lowestWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 5, description: 'Minutes; null: no wait was posted' })
  peakWaitMinutes: number | null;
}

export class EventMetricsView implements EventMetrics {
  @ApiNumberField({
    example: 300,
    description: 'Published length of the events of the day; for a park, the sum over all its rides',
  })
  scheduledMinutes: number;

  @ApiNumberField({ example: 285.5, description: 'Minutes operating during the events' })
  operatingMinutes: number;

  @ApiNumberField({ example: 14.5, description: 'Minutes down during the events' })
  downMinutes: number;

  @ApiNumberField({ nullable: true, example: 22.5, description: 'Minutes, time-weighted; null: no wait was posted' })
  averageWaitMinutes: number | null;
}

export class DayDetailsView implements DayDetails {
  @ApiCountField({
    nullable: true,
    example: 40,
    description: 'Median posted wait while the park is in use, time-weighted nearest rank; null: no wait was posted',
  })
  p50WaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 55, description: 'The 90th percentile, by the same rule' })
  p90WaitMinutes: number | null;

  @ApiCountField({ example: 0, description: 'Posted waits of 480 minutes or more, plausible or not' })
  extremeWaits: number;

  @ApiProperty({
    type: OutOfHoursWaitsView,
    description: 'Waits posted while the park is not in use. No other metric includes them',
  })
  outOfHours: OutOfHoursWaitsView;

  @ApiProperty({
    type: EventMetricsView,
    nullable: true,
    description: 'Metrics during published events (TICKETED_EVENT, PRIVATE_EVENT). Null: no event on this day',
  })
  event: EventMetricsView | null;
}
