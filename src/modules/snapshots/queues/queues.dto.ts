import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { UtcInstant } from '../../../common/http/dto/fields.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import { ShownCount, ShownId, ShownInstant, ShownText, ShownWord } from '../../../common/http/dto/shown-fields.js';
import { DEFAULT_HISTORY_DAYS, MAX_HISTORY_DAYS } from '../history/history-window.js';
import { DATA_SOURCES, type DataSource, QUEUE_TYPES, type QueueType } from '../observations.js';
import { QueueStateView } from './queue-view.dto.js';

const MAX_ROWS = 5000;
const DEFAULT_ROWS = 1000;
const MAX_CURSOR_LENGTH = 200;
const EXAMPLE_CURSOR = 'WzE3MzUwODUxMTA2NDQsNDIsIlJFVFVSTl9USU1FIiwxNzM1MDgxMjAwMDAwLDE3MzUxNjc2MDAwMDBd';

export class QueuesQuery {
  @ApiProperty({ enum: QUEUE_TYPES, enumName: 'QueueType', required: false, description: 'Only this kind of queue' })
  @IsOptional()
  @IsIn(QUEUE_TYPES)
  queueType?: QueueType;

  @UtcInstant({
    required: false,
    example: '2024-12-24T23:00:00Z',
    description: `First instant; without it ${DEFAULT_HISTORY_DAYS} days before \`to\`. At most ${MAX_HISTORY_DAYS} days before it`,
  })
  from?: string;

  @UtcInstant({ required: false, example: '2024-12-25T23:00:00Z', description: 'End, not included; without it: now' })
  to?: string;

  @PageLimit(MAX_ROWS, DEFAULT_ROWS)
  limit: number = DEFAULT_ROWS;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: MAX_CURSOR_LENGTH,
    description: '`nextCursor` of the page before; keeps its `from` and `to`, which need not be given again',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CURSOR_LENGTH)
  cursor?: string;
}

export class QueuePoint extends QueueStateView {
  @ShownInstant()
  recordedAt: Date;

  @ShownInstant({ nullable: true, description: 'When it was last seen unchanged (LIVE only)' })
  observedUntil: Date | null;

  @ShownWord(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ShownId({ description: 'The ride under which it is stored: the canonical one, or one that is linked to it' })
  rideId: number;
}

export class QueuesPageInfo {
  @ShownCount({ example: DEFAULT_ROWS })
  limit: number;

  @ShownText({ nullable: true, example: EXAMPLE_CURSOR, description: 'For the next page; null on the last' })
  nextCursor: string | null;
}

export class RideQueues {
  @ShownId({ description: 'The ride that was asked for' })
  requestedRideId: number;

  @ShownId({ description: 'The ride whose queues these are, with those of the rides linked to it' })
  canonicalRideId: number;

  @ShownInstant({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ShownInstant({ example: '2024-12-25T23:00:00.000Z', description: 'Not included' })
  to: Date;

  @ApiProperty({ type: [QueuePoint], description: 'In time order' })
  data: QueuePoint[];

  @ApiProperty({ type: QueuesPageInfo })
  page: QueuesPageInfo;
}
