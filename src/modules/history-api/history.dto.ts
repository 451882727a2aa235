import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { UtcInstant } from '../../common/http/dto/fields.js';
import { ApiCountField, ApiBooleanField, ApiInstantField, ApiEnumField } from '../../common/http/dto/shown-fields.js';
import { CARRY_FORWARD_LOOK_BACK_DAYS } from '../snapshots/history/holding-observation.js';
import { RIDE_STATUSES, type RideStatus } from '../snapshots/observations.js';
import { DEFAULT_HISTORY_DAYS, MAX_DAILY_HISTORY_DAYS, MAX_HISTORY_DAYS } from './history-window.js';
import { ObservationOrigin, ObservationPage, ObservationPageQuery } from './observation-page.dto.js';

export const HISTORY_INTERVALS = ['raw', 'hour', 'day'] as const;
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
  `Null: none in the ${CARRY_FORWARD_LOOK_BACK_DAYS} days before it, one begins at \`from\` itself, or this is a later page`;

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
