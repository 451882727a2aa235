import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import {
  ApiCountField,
  ApiDateField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { LocalDate } from '../../common/http/dto/request-fields.js';

export class CollectionDayQuery {
  @LocalDate({ required: false, description: 'UTC day; default: today' })
  @IsOptional()
  date?: string;
}

export class CollectionDayFailedSlotView {
  @ApiCountField({ example: 143, description: 'Its position in the day, from 0' })
  slot: number;

  @ApiProperty({ type: [String], example: ['TIMEOUT'], description: 'Stable error codes of its cycles' })
  errorCodes: string[];
}

export class CollectionDayDestinationView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiCountField({ example: 288, description: 'Cycles of the day that requested it' })
  polls: number;

  @ApiCountField({ example: 286, description: 'Cycles that stored its response' })
  stored: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 0, nullable: true },
    example: [12, 0, null],
    description:
      'New rows in each slot, by the start of the cycle; 0: nothing had changed; null: no response was stored',
  })
  rowsWritten: (number | null)[];

  @ApiProperty({
    type: [CollectionDayFailedSlotView],
    description: 'Slots with a cycle that failed, even if another one of the slot was stored',
  })
  failedSlots: CollectionDayFailedSlotView[];
}

export class CollectionDayFailureView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiTextField({ example: 'TIMEOUT', description: 'Stable error code' })
  errorCode: string;

  @ApiTextField({ nullable: true, example: 'The live API at api.themeparks.wiki did not respond within 20000 ms' })
  error: string | null;

  @ApiInstantField({ description: 'Start of its first slot' })
  from: Date;

  @ApiInstantField({ description: 'End of its last slot' })
  to: Date;

  @ApiCountField({ example: 3, description: 'Cycles that failed so' })
  polls: number;
}

export class CollectionDayRunErrorView {
  @ApiIdField()
  runId: number;

  @ApiInstantField()
  startedAt: Date;

  @ApiTextField({ example: 'The cycle reached its time limit', description: 'Why the whole cycle ended early' })
  error: string;
}

/** The cycles of a UTC day. */
export class CollectionDayView {
  @ApiDateField()
  date: string;

  @ApiCountField({ example: 5, description: 'Length of a slot: that of the schedule, at least 5' })
  slotMinutes: number;

  @ApiCountField({ example: 288, description: 'Cycles that started on the day' })
  runs: number;

  @ApiCountField({ example: 28_000, description: 'HTTP requests of the finished cycles' })
  requests: number;

  @ApiCountField({ example: 0, description: 'Requests that the API refused with 429' })
  rateLimited: number;

  @ApiProperty({ type: [CollectionDayDestinationView], description: 'By name' })
  destinations: CollectionDayDestinationView[];

  @ApiProperty({
    type: [CollectionDayFailureView],
    description: 'Newest first, at most 500. Failures of one kind in consecutive slots are one',
  })
  failures: CollectionDayFailureView[];

  @ApiCountField({ example: 2, description: 'All of them' })
  failuresTotal: number;

  @ApiProperty({ type: [CollectionDayRunErrorView], description: 'Cycles that ended early as a whole, newest first' })
  runErrors: CollectionDayRunErrorView[];
}
