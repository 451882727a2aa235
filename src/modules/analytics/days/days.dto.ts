import { ApiProperty } from '@nestjs/swagger';
import { ApiCountField, ApiDateField, ApiInstantField, ApiNumberField } from '../../../common/http/dto/api-fields.js';
import { LocalDate } from '../../../common/http/dto/request-fields.js';
import { MetricsView } from '../metrics.dto.js';
import { MAX_PERIOD_DAYS } from '../queries/period.js';
import { PeriodView, TargetView } from '../target-period.dto.js';
import { MIN_REFERENCE_DAYS, REFERENCE_DAYS } from './crowd-level.js';

export class DaysQuery {
  @LocalDate({
    required: false,
    example: '2024-07-01',
    description: `First local day of the park; 30 days that end with \`to\` if omitted. At most ${MAX_PERIOD_DAYS} days`,
  })
  from?: string;

  @LocalDate({ required: false, example: '2024-07-31', description: 'Last local day, inclusive; today if omitted' })
  to?: string;
}

const NONE_POSTED = 'null: no wait was posted';

export class DayWaitsView {
  @ApiCountField({ nullable: true, example: 5, description: `Shortest wait; ${NONE_POSTED}` })
  min: number | null;

  @ApiCountField({ nullable: true, example: 30, description: `Median, time-weighted nearest rank; ${NONE_POSTED}` })
  p50: number | null;

  @ApiNumberField({ nullable: true, example: 31.4, description: `Time-weighted average; ${NONE_POSTED}` })
  mean: number | null;

  @ApiCountField({ nullable: true, example: 55, description: `90th percentile, like the median; ${NONE_POSTED}` })
  p90: number | null;

  @ApiCountField({ nullable: true, example: 70, description: `Longest wait; ${NONE_POSTED}` })
  max: number | null;

  @ApiNumberField({ example: 585, description: 'Minutes OPERATING with a plausible posted wait behind these values' })
  postedMinutes: number;
}

export class InHoursMinutesView {
  @ApiNumberField({ example: 600, description: 'Minutes in which the park is in use, including the future' })
  scheduled: number;

  @ApiNumberField({ example: 540 })
  operating: number;

  @ApiNumberField({ example: 45, description: 'In the state DOWN. 0 means nothing if the feed does not report DOWN' })
  down: number;

  @ApiNumberField({ example: 15, description: 'Not observed, or in the future' })
  unknown: number;
}

export class OutOfHoursMinutesView {
  @ApiNumberField({ example: 30 })
  operating: number;

  @ApiNumberField({ example: 0 })
  down: number;

  @ApiNumberField({ example: 480, description: 'Not observed, or in the future' })
  unknown: number;
}

export class DayStatisticsView {
  @ApiProperty({
    type: DayWaitsView,
    description: 'Minutes: plausible standby waits while OPERATING in park hours; of a park, those of all its rides',
  })
  waits: DayWaitsView;

  @ApiInstantField({
    nullable: true,
    example: '2024-12-25T14:00:00.000Z',
    description: 'Ride: first moment OPERATING on the day; park: opening time. Null: none',
  })
  firstOpenAt: Date | null;

  @ApiInstantField({
    nullable: true,
    example: '2024-12-26T01:00:00.000Z',
    description: 'Ride: end of its last time OPERATING on the day; park: closing time. Null: none',
  })
  lastCloseAt: Date | null;

  @ApiProperty({ type: InHoursMinutesView, description: 'While the park is in use; of a park, sums over its rides' })
  inHours: InHoursMinutesView;

  @ApiProperty({ type: OutOfHoursMinutesView, description: 'The rest of the day' })
  outOfHours: OutOfHoursMinutesView;

  @ApiNumberField({
    nullable: true,
    example: 92.31,
    description: 'Percent: operating / (operating + down) in park hours. Null: never operated, or DOWN is not reported',
  })
  uptimePercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 97.5,
    description: 'Observed percentage of the scheduled time, without the future. Null: not open',
  })
  coveragePercent: number | null;

  @ApiNumberField({ example: 45, description: 'Longest uninterrupted DOWN in park hours on the day, in minutes' })
  longestDownMinutes: number;

  @ApiCountField({ example: 4, description: 'Changes from one known status to another' })
  statusChanges: number;
}

export class DayView {
  @ApiDateField({ example: '2024-07-04' })
  date: string;

  @ApiCountField({ example: 4, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiInstantField({ example: '2024-07-04T04:00:00.000Z', description: 'First instant of the local day' })
  from: Date;

  @ApiInstantField({ example: '2024-07-05T04:00:00.000Z', description: 'End of the local day, exclusive' })
  to: Date;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 10,
    nullable: true,
    example: 7,
    description:
      `1 to 10: percentile rank, in tenths, of the average wait among the days of the ${REFERENCE_DAYS} days before. Null: ` +
      `the day is not over, or too little is known of it, or of fewer than ${MIN_REFERENCE_DAYS} of those days`,
  })
  crowdLevel: number | null;

  @ApiProperty({ type: DayStatisticsView, nullable: true, description: 'Null: nothing was observed on the day' })
  statistics: DayStatisticsView | null;
}

export class DaysView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ApiProperty({ type: [DayView], description: 'Every day of the period, observed or not' })
  days: DayView[];
}

export class MonthAverageView {
  @ApiCountField({ example: 7, description: '1 is January' })
  month: number;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;
}

export class YearAverageView {
  @ApiCountField({ example: 2024 })
  year: number;

  @ApiProperty({ type: MetricsView, description: 'Of the year' })
  metrics: MetricsView;

  @ApiProperty({ type: [MonthAverageView], description: 'Its months with data' })
  months: MonthAverageView[];
}

export class MonthOfAllYearsView extends MonthAverageView {
  @ApiCountField({ example: 4, description: 'Number of years with data of this month' })
  years: number;
}

export class AveragesView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({
    type: PeriodView,
    nullable: true,
    description: 'From the first day of the first month with data until today. Null: nothing was observed yet',
  })
  period: PeriodView | null;

  @ApiProperty({ type: MetricsView, description: 'Of all days' })
  metrics: MetricsView;

  @ApiProperty({ type: [MonthOfAllYearsView], description: 'Each calendar month, over all years' })
  months: MonthOfAllYearsView[];

  @ApiProperty({ type: [YearAverageView], description: 'Years with data, oldest first' })
  years: YearAverageView[];
}
