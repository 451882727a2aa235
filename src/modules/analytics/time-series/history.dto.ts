import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { Cursor } from '../../../common/http/dto/cursor.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import { UtcInstant, WordField } from '../../../common/http/dto/request-fields.js';
import { STATE_LOOK_BACK_DAYS } from '../../snapshots/observation-query.service.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { DEFAULT_HISTORY_DAYS, MAX_DAILY_HISTORY_DAYS, MAX_HISTORY_DAYS } from './history-page.js';

const MAX_ROWS = 5000;
const DEFAULT_ROWS = 1000;
const EXAMPLE_CURSOR = 'WzE3MzUwODUxMTA2NDQsNDIsMTczNTA4MTIwMDAwMCwxNzM1MTY3NjAwMDAwXQ';

const TO_DESCRIPTION =
  'End, exclusive; now if omitted. A period that is too long is rejected with `DATE_OUT_OF_RANGE`; `maxDays` is the maximum';

/** A time range of stored observations, and a page within it. */
export abstract class ObservationPageQuery {
  @UtcInstant({
    required: false,
    example: '2024-12-24T23:00:00Z',
    description: `First instant, at most ${MAX_HISTORY_DAYS} days before \`to\`; ${DEFAULT_HISTORY_DAYS} days before it if omitted`,
  })
  from?: string;

  @UtcInstant({ required: false, example: '2024-12-25T23:00:00Z', description: TO_DESCRIPTION })
  to?: string;

  @PageLimit(MAX_ROWS, DEFAULT_ROWS)
  limit: number = DEFAULT_ROWS;

  @Cursor()
  cursor?: string;
}

/** The origin of a stored observation. */
export class ObservationOrigin {
  @ApiInstantField({ nullable: true, description: 'The last poll that found it unchanged (LIVE only)' })
  lastConfirmedAt: Date | null;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiIdField({ description: 'The ride that it is stored under: the canonical ride or one linked to it' })
  rideId: number;
}

export class ObservationPageInfo {
  @ApiCountField({ example: DEFAULT_ROWS })
  limit: number;

  @ApiTextField({
    nullable: true,
    example: EXAMPLE_CURSOR,
    description: 'Cursor of the next page. Null on the last page',
  })
  nextCursor: string | null;
}

/** The resolved request, and the returned page. */
export abstract class ObservationPage {
  @ApiIdField({ description: 'The requested ride' })
  requestedRideId: number;

  @ApiIdField({
    description: 'The ride that the requested one is linked to, or itself. The data includes all rides linked to it',
  })
  canonicalRideId: number;

  @ApiInstantField({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T23:00:00.000Z', description: 'Exclusive' })
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
    description: `First instant, at most ${MAX_HISTORY_DAYS} days before \`to\` (${MAX_DAILY_HISTORY_DAYS} with interval=day); ${DEFAULT_HISTORY_DAYS} days before it if omitted`,
  })
  override from?: string;

  @WordField(HISTORY_INTERVALS, 'HistoryInterval', {
    default: 'raw',
    description: '`raw`: every stored observation; `hour`, `day`: metrics of the park’s local hours or days',
  })
  interval: HistoryInterval = 'raw';
}

const VALID_UNTIL =
  'Until when this state held, exclusive: the next observation of the ride, or the end of the time for which its source is ' +
  'carried forward. It may lie after `to`. Null: it is still valid';

export class HistoryPoint extends ObservationOrigin {
  @ApiInstantField()
  recordedAt: Date;

  @ApiEnumField(RIDE_STATUSES, 'RideStatus', {
    nullable: true,
    description: 'Null: the source reported an unknown status',
  })
  status: RideStatus | null;

  @ApiCountField({
    nullable: true,
    example: 45,
    description: 'Posted standby wait in minutes. Null: no wait was posted',
  })
  waitMinutes: number | null;

  @ApiInstantField({ nullable: true, description: VALID_UNTIL })
  validUntil: Date | null;
}

const STATE_AT_FROM =
  'On the first page: the observation from before `from` that is still valid at `from`, either because it was last ' +
  'confirmed at `from` or later, or because it is carried forward that far. ' +
  `Null: no such observation within ${STATE_LOOK_BACK_DAYS} days, an observation starts at \`from\`, or this is a later page`;

export class RideHistory extends ObservationPage {
  @ApiProperty({ enum: ['raw'] })
  interval: 'raw';

  @ApiBooleanField({ example: true, description: 'Ended at least one day ago: only an import can still change it' })
  isFinal: boolean;

  @ApiProperty({ type: HistoryPoint, nullable: true, description: STATE_AT_FROM })
  stateAtFrom: HistoryPoint | null;

  @ApiProperty({ type: [HistoryPoint], description: 'In time order' })
  data: HistoryPoint[];
}
