import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ShownCount, ShownInstant, ShownWord } from '../../../common/http/dto/shown-fields.js';
import { ObservationOrigin, ObservationPage, ObservationPageQuery } from '../observation-page.dto.js';
import { RIDE_STATUSES, type RideStatus } from '../observations.js';

export const HISTORY_INTERVALS = ['raw'] as const;
export type HistoryInterval = (typeof HISTORY_INTERVALS)[number];

export class HistoryQuery extends ObservationPageQuery {
  @ApiProperty({
    enum: HISTORY_INTERVALS,
    enumName: 'HistoryInterval',
    required: false,
    default: 'raw',
    description: '`raw`: every stored observation',
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

export class RideHistory extends ObservationPage {
  @ApiProperty({ enum: HISTORY_INTERVALS, enumName: 'HistoryInterval' })
  interval: HistoryInterval;

  @ApiProperty({ type: [HistoryPoint], description: 'In time order' })
  data: HistoryPoint[];
}
