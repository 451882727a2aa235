import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { UtcInstant } from '../../common/http/dto/fields.js';
import { PageLimit } from '../../common/http/dto/page.js';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiEnumField,
} from '../../common/http/dto/shown-fields.js';
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';
import { DEFAULT_HISTORY_DAYS, MAX_HISTORY_DAYS } from './history-window.js';

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
