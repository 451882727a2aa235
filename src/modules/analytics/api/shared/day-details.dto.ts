import { ApiProperty } from '@nestjs/swagger';
import { ApiCountField, ApiNumberField } from '../../../../common/http/dto/shown-fields.js';
import type { DayDetails, EventStatistics, OutOfHoursWaits } from '../../reads/day-details.js';

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

export class EventStatisticsView implements EventStatistics {
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
    type: EventStatisticsView,
    nullable: true,
    description:
      'The part of the day in which published events (TICKETED_EVENT, PRIVATE_EVENT) are held; null: none is',
  })
  event: EventStatisticsView | null;
}
