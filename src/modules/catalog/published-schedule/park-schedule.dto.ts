import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { LocalDate, TrueOrFalse, WordField } from '../../../common/http/dto/request-fields.js';
import { SCHEDULE_TYPES, type ScheduleType } from '../schedule/schedule-entry.js';

export const MAX_SCHEDULE_DAYS = 400;
export const DEFAULT_SCHEDULE_DAYS = 31;

const LOCAL = {
  nullable: true,
  description: 'The same in local time, with its UTC offset. Null: no hours, or no known zone',
};
export const HOURS_PROBLEMS = ['DATE_MISMATCH', 'EQUAL_ENDS', 'CLOSES_BEFORE_OPENING', 'TOO_LONG'] as const;

/** An inclusive range of local dates, and the type of entries. */
export class ScheduleRangeQuery {
  @LocalDate({ required: false, example: '2026-08-01', description: 'First local date; default: today in the park' })
  from?: string;

  @LocalDate({
    required: false,
    example: '2026-08-31',
    description: `Last local date, inclusive; default: ${DEFAULT_SCHEDULE_DAYS} days in all. At most ${MAX_SCHEDULE_DAYS} days`,
  })
  to?: string;

  @WordField(SCHEDULE_TYPES, 'ScheduleType', { description: 'Only entries of this type' })
  type?: ScheduleType;
}

const HistoryFlag = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: Boolean, required: false, default: false, description }), TrueOrFalse());

export class ParkScheduleQuery extends ScheduleRangeQuery {
  @HistoryFlag('Also entries that were replaced by others, and earlier descriptions')
  history: boolean = false;
}

export class ParkPricesQuery extends ScheduleRangeQuery {
  @HistoryFlag('Also prices that were replaced by others')
  history: boolean = false;
}

const PRICE_MINOR =
  'Price in minor units of `priceCurrency`: 18900 USD is $189.00. 0 is free. Null: no price was published';

export class PurchaseView {
  @ApiTextField({
    example: 'lightning-lane-multi-pass',
    description: 'The id of the purchase, or its name if it has no id',
  })
  key: string;

  @ApiTextField({ nullable: true, example: 'Lightning Lane Multi Pass' })
  name: string | null;

  @ApiTextField({
    nullable: true,
    example: 'PACKAGE',
    description: 'As published: `ADMISSION`, `PACKAGE`, `ATTRACTION` …',
  })
  type: string | null;

  @ApiCountField({ nullable: true, example: 3900, description: PRICE_MINOR })
  priceMinor: number | null;

  @ApiTextField({ nullable: true, example: 'USD', description: 'ISO 4217' })
  priceCurrency: string | null;

  @ApiBooleanField({ nullable: true, example: true, description: 'Null: not published' })
  isAvailable: boolean | null;
}

export class FormerDescriptionView {
  @ApiTextField({ nullable: true, example: 'Early Entry' })
  description: string | null;

  @ApiInstantField({ example: '2026-07-12T06:10:04.118Z', description: 'When another description replaced it' })
  replacedAt: Date;
}

export class ScheduleEntryView {
  @ApiDateField({
    example: '2026-08-18',
    description: 'Local date for which it is published; it may end on the next date',
  })
  date: string;

  @ApiEnumField(SCHEDULE_TYPES, 'ScheduleType')
  type: ScheduleType;

  @ApiInstantField({
    nullable: true,
    example: '2026-08-18T13:00:00.000Z',
    description: 'Null: published without hours',
  })
  opensAt: Date | null;

  @ApiInstantField({
    nullable: true,
    example: '2026-08-19T03:00:00.000Z',
    description: 'Null: published without hours',
  })
  closesAt: Date | null;

  @ApiTextField({ ...LOCAL, example: '2026-08-18T09:00:00-04:00' })
  opensAtLocal: string | null;

  @ApiTextField({ ...LOCAL, example: '2026-08-18T23:00:00-04:00' })
  closesAtLocal: string | null;

  @ApiEnumField(HOURS_PROBLEMS, 'ScheduleHoursProblem', {
    nullable: true,
    example: null,
    description:
      'Why the hours are implausible; then statistics ignore the entry. Null: they are plausible, or there are none',
  })
  hoursProblem: (typeof HOURS_PROBLEMS)[number] | null;

  @ApiTextField({ nullable: true, example: null, description: 'The last published text. Null: none was published' })
  description: string | null;

  @ApiProperty({ type: [PurchaseView], description: 'The last published purchases. Empty: none were published' })
  purchases: PurchaseView[];

  @ApiInstantField({ example: '2026-06-20T06:10:03.701Z', description: 'First response with the entry' })
  reportedFrom: Date;

  @ApiInstantField({ example: '2026-08-18T06:10:02.515Z', description: 'Last response with the entry' })
  reportedUntil: Date;

  @ApiInstantField({
    nullable: true,
    example: null,
    description: 'When other hours replaced it: the `reportedFrom` of these. Null: it applies',
  })
  withdrawnAt: Date | null;

  @ApiProperty({
    type: [FormerDescriptionView],
    description: 'Earlier descriptions, oldest first; only with `history`',
  })
  formerDescriptions: FormerDescriptionView[];

  @ApiIdField({
    example: 7,
    description: 'The park for which it is published: another one if both are declared to be the same',
  })
  publishedForParkId: number;
}

class ParkDatesView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name. Null: not known yet' })
  timezone: string | null;

  @ApiDateField({ example: '2026-08-18', description: 'The current date of the park' })
  today: string;

  @ApiDateField({ example: '2026-08-18' })
  from: string;

  @ApiDateField({ example: '2026-09-17', description: 'Inclusive' })
  to: string;
}

export class ParkScheduleView extends ParkDatesView {
  @ApiProperty({
    type: [ScheduleEntryView],
    description: 'By date and opening time; a date without an entry was not published',
  })
  data: ScheduleEntryView[];
}

export class PublishedPriceView extends PurchaseView {
  @ApiDateField({ example: '2026-08-18', description: 'Local date for which the price applies' })
  date: string;

  @ApiEnumField(SCHEDULE_TYPES, 'ScheduleType', { description: 'Type of the schedule entry with the purchase' })
  scheduleType: ScheduleType;

  @ApiInstantField({ example: '2026-06-20T06:10:03.701Z', description: 'First response with this price' })
  reportedFrom: Date;

  @ApiInstantField({ example: '2026-08-18T06:10:02.515Z', description: 'Last response with this price' })
  reportedUntil: Date;

  @ApiInstantField({
    nullable: true,
    example: null,
    description: 'When another price replaced it. Null: the last one published',
  })
  replacedAt: Date | null;
}

export class ParkPricesView extends ParkDatesView {
  @ApiProperty({ type: [PublishedPriceView], description: 'By date, purchase and time of publication' })
  data: PublishedPriceView[];
}
