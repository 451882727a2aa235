import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import { UtcInstant } from '../../../common/http/dto/request-fields.js';
import { STATE_LOOK_BACK_DAYS } from '../../snapshots/observation-query.service.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { DEFAULT_HISTORY_DAYS, MAX_DAILY_HISTORY_DAYS, MAX_HISTORY_DAYS } from './history-page.js';

const MAX_ROWS = 5000;
const DEFAULT_ROWS = 1000;
const MAX_CURSOR_LENGTH = 200;
const EXAMPLE_CURSOR = 'WzE3MzUwODUxMTA2NDQsNDIsMTczNTA4MTIwMDAwMCwxNzM1MTY3NjAwMDAwXQ';

const TO_DESCRIPTION =
  'End, not included; without it: now. A longer period than allowed is refused with `DATE_OUT_OF_RANGE`, which names the maximum as `maxDays`';

/** What every query for stored observations over time has: a window, and a page of it. */
export abstract class ObservationPageQuery {
  @UtcInstant({
    required: false,
    example: '2024-12-24T23:00:00Z',
    description: `First instant; without it ${DEFAULT_HISTORY_DAYS} days before \`to\`. At most ${MAX_HISTORY_DAYS} days before it`,
  })
  from?: string;

  @UtcInstant({ required: false, example: '2024-12-25T23:00:00Z', description: TO_DESCRIPTION })
  to?: string;

  @PageLimit(MAX_ROWS, DEFAULT_ROWS)
  limit: number = DEFAULT_ROWS;

  @Cursor()
  cursor?: string;
}

function Cursor(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      maxLength: MAX_CURSOR_LENGTH,
      description: '`nextCursor` of the page before; keeps its `from` and `to`, which need not be given again',
    }),
    IsOptional(),
    IsString(),
    MaxLength(MAX_CURSOR_LENGTH),
  );
}

/** Where a row of such a page comes from. */
export class ObservationOrigin {
  @ApiInstantField({ nullable: true, description: 'When it was last seen unchanged (LIVE only)' })
  lastConfirmedAt: Date | null;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiIdField({ description: 'The ride under which it is stored: the canonical one, or one that is linked to it' })
  rideId: number;
}

export class ObservationPageInfo {
  @ApiCountField({ example: DEFAULT_ROWS })
  limit: number;

  @ApiTextField({ nullable: true, example: EXAMPLE_CURSOR, description: 'For the next page; null on the last' })
  nextCursor: string | null;
}

/** What was asked for, and the page that it gave. */
export abstract class ObservationPage {
  @ApiIdField({ description: 'The ride that was asked for' })
  requestedRideId: number;

  @ApiIdField({ description: 'The ride whose observations these are, with those of the rides linked to it' })
  canonicalRideId: number;

  @ApiInstantField({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T23:00:00.000Z', description: 'Not included' })
  to: Date;

  @ApiProperty({ type: ObservationPageInfo })
  page: ObservationPageInfo;
}

const HISTORY_INTERVALS = ['raw', 'hour', 'day'] as const;
export type HistoryInterval = (typeof HISTORY_INTERVALS)[number];

export class HistoryQuery extends ObservationPageQuery {
  @UtcInstant({
    required: false,
    example: '2024-12-24T23:00:00Z',
    description: `First instant; without it ${DEFAULT_HISTORY_DAYS} days before \`to\`. At most ${MAX_HISTORY_DAYS} days before it, of days ${MAX_DAILY_HISTORY_DAYS}`,
  })
  override from?: string;

  @ApiProperty({
    enum: HISTORY_INTERVALS,
    enumName: 'HistoryInterval',
    required: false,
    default: 'raw',
    description: '`raw`: every stored observation; `hour`, `day`: figures of the park’s local hours or days',
  })
  @IsOptional()
  @IsIn(HISTORY_INTERVALS)
  interval: HistoryInterval = 'raw';
}

export class HistoryPoint extends ObservationOrigin {
  @ApiInstantField()
  recordedAt: Date;

  @ApiEnumField(RIDE_STATUSES, 'RideStatus', { nullable: true, description: 'Null: an unknown word of the source' })
  status: RideStatus | null;

  @ApiCountField({ nullable: true, example: 45, description: 'Posted standby wait in minutes; null: none posted' })
  waitMinutes: number | null;
}

const STATE_AT_FROM =
  'On the first page: the observation that began before `from` and still holds then, because it was seen unchanged until ' +
  '`from` or later, or not longer before it than a value of its source holds. ' +
  `Null: none in the ${STATE_LOOK_BACK_DAYS} days before it, one begins at \`from\` itself, or this is a later page`;

export class RideHistory extends ObservationPage {
  @ApiProperty({ enum: ['raw'] })
  interval: 'raw';

  @ApiBooleanField({ example: true, description: 'Over for at least a day: only an import can still change it' })
  isFinal: boolean;

  @ApiProperty({ type: HistoryPoint, nullable: true, description: STATE_AT_FROM })
  stateAtFrom: HistoryPoint | null;

  @ApiProperty({ type: [HistoryPoint], description: 'In time order' })
  data: HistoryPoint[];
}
