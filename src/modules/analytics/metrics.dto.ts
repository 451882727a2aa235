import { ApiProperty } from '@nestjs/swagger';
import { ApiBooleanField, ApiCountField, ApiNumberField } from '../../common/http/dto/api-fields.js';
import type { DayDetails, EventMetrics, MetricChange, Metrics, OutOfHoursWaits } from '../statistics/metrics.js';

/** What the OpenAPI document says of the lowest and the peak wait of a period. */
export function waitDescription(which: 'shortest' | 'longest'): string {
  return (
    `Minutes: ${which} wait shown while OPERATING, within the park's use of the day where that is known; also a wait that was ` +
    'posted before and is carried forward into the period. Implausible waits do not count. Null: no wait was shown'
  );
}

export class MetricsView implements Metrics {
  @ApiNumberField({
    nullable: true,
    example: 34.27,
    description: 'Minutes: posted standby waits weighted by the time for which they held; null: none was posted',
  })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 120, description: waitDescription('longest') })
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
    description: 'Published length of the events of the day; of a park, for each of its rides',
  })
  scheduledMinutes: number;

  @ApiNumberField({ example: 285.5, description: 'Minutes operating in it' })
  operatingMinutes: number;

  @ApiNumberField({ example: 14.5, description: 'Minutes down in it' })
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
    description: 'Waits posted while the park is not in use; in no other figure',
  })
  outOfHours: OutOfHoursWaitsView;

  @ApiProperty({
    type: EventMetricsView,
    nullable: true,
    description:
      'The part of the day in which published events (TICKETED_EVENT, PRIVATE_EVENT) are held; null: none is',
  })
  event: EventMetricsView | null;
}
