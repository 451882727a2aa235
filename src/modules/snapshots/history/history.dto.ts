import { ApiProperty } from '@nestjs/swagger';
<<<<<<< HEAD
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { UtcInstant } from '../../../common/http/dto/fields.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import {
  ShownCount,
  ShownFlag,
  ShownId,
  ShownInstant,
  ShownText,
  ShownWord,
} from '../../../common/http/dto/shown-fields.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../observations.js';
import { DEFAULT_HISTORY_DAYS, MAX_DAILY_HISTORY_DAYS, MAX_HISTORY_DAYS } from './history-window.js';
=======
import { IsIn, IsOptional } from 'class-validator';
import { ShownCount, ShownInstant, ShownWord } from '../../../common/http/dto/shown-fields.js';
import { ObservationOrigin, ObservationPage, ObservationPageQuery } from '../observation-page.dto.js';
import { RIDE_STATUSES, type RideStatus } from '../observations.js';
>>>>>>> issue-3

export const HISTORY_INTERVALS = ['raw', 'hour', 'day'] as const;
export type HistoryInterval = (typeof HISTORY_INTERVALS)[number];
<<<<<<< HEAD
const MAX_POINTS = 5000;
const DEFAULT_POINTS = 1000;
const MAX_CURSOR_LENGTH = 200;
const EXAMPLE_CURSOR = 'WzE3MzUwODUxMTA2NDQsNDIsMTczNTA4MTIwMDAwMCwxNzM1MTY3NjAwMDAwXQ';

export class HistoryQuery {
  @UtcInstant({
    required: false,
    example: '2024-12-24T23:00:00Z',
    description: `First instant; without it ${DEFAULT_HISTORY_DAYS} days before \`to\`. At most ${MAX_HISTORY_DAYS} days before it, of days ${MAX_DAILY_HISTORY_DAYS}`,
  })
  from?: string;

  @UtcInstant({ required: false, example: '2024-12-25T23:00:00Z', description: 'End, not included; without it: now' })
  to?: string;
=======
>>>>>>> issue-3

export class HistoryQuery extends ObservationPageQuery {
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
  @ShownInstant()
  recordedAt: Date;

  @ShownWord(RIDE_STATUSES, 'RideStatus', { nullable: true, description: 'Null: an unknown word of the source' })
  status: RideStatus | null;

  @ShownCount({ nullable: true, example: 45, description: 'Posted standby wait in minutes; null: none posted' })
  waitMinutes: number | null;
}

<<<<<<< HEAD
export class HistoryPageInfo {
  @ShownCount({ example: DEFAULT_POINTS })
  limit: number;

  @ShownText({ nullable: true, example: EXAMPLE_CURSOR, description: 'For the next page; null on the last' })
  nextCursor: string | null;
}

export class RideHistory {
  @ShownId({ description: 'The ride that was asked for' })
  requestedRideId: number;

  @ShownId({ description: 'The ride whose history this is, with that of the rides linked to it' })
  canonicalRideId: number;

  @ApiProperty({ enum: ['raw'] })
  interval: 'raw';

  @ShownInstant({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ShownInstant({ example: '2024-12-25T23:00:00.000Z', description: 'Not included' })
  to: Date;

  @ShownFlag({ example: true, description: 'Over for at least a day: only an import can still change it' })
  isSettled: boolean;

=======
export class RideHistory extends ObservationPage {
  @ApiProperty({ enum: HISTORY_INTERVALS, enumName: 'HistoryInterval' })
  interval: HistoryInterval;

>>>>>>> issue-3
  @ApiProperty({ type: [HistoryPoint], description: 'In time order' })
  data: HistoryPoint[];
}
