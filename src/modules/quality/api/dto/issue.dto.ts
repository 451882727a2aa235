import { ApiProperty } from '@nestjs/swagger';
import { ShownCount, ShownId, ShownInstant, ShownText, ShownWord } from '../../../../common/http/dto/shown-fields.js';
import { ISSUE_TYPES, type IssueType } from '../../../findings/finding.js';
import { RESOLUTION_STATUSES, type ResolutionStatus } from '../../../findings/resolution/resolution-state.js';

export class IssueView {
  @ShownId()
  logId: number;

  @ShownWord(ISSUE_TYPES, 'IssueType', { example: 'SUSPICIOUS' })
  issueType: IssueType;

  @ShownText({ example: 'WAIT_OUT_OF_RANGE', description: 'What exactly it is; docs/data-quality.md lists the words' })
  reason: string;

  @ApiProperty({ enum: ['DESTINATION', 'PARK', 'RIDE', 'FILE'], nullable: true, example: 'RIDE' })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;

  @ShownId({ nullable: true, description: 'Of that destination, park or ride' })
  entityId: number | null;

  @ShownId({ nullable: true, example: 7 })
  parkId: number | null;

  @ShownText({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ShownText({ nullable: true, example: 'Space Mountain', description: 'Of that destination, park or ride' })
  entityName: string | null;

  @ShownText({ nullable: true, example: null, description: 'The import that found it' })
  importId: string | null;

  @ShownInstant({ nullable: true })
  windowStart: Date | null;

  @ShownInstant({ nullable: true })
  windowEnd: Date | null;

  @ShownCount({ example: 3 })
  recordsAffected: number;

  @ShownInstant()
  firstSeenAt: Date;

  @ShownInstant()
  lastSeenAt: Date;

  @ShownCount({ example: 12, description: 'How often it was found' })
  occurrences: number;

  @ShownText({ example: 'Space Mountain: 3 waits that are hardly possible' })
  description: string;

  @ApiProperty({
    description: 'Some of what was found; its shape depends on the reason',
    nullable: true,
    oneOf: [
      { type: 'object', additionalProperties: true },
      { type: 'array', items: {} },
    ],
    example: [{ at: '2026-04-15T13:00:00.000Z', waitMinutes: 345 }],
  })
  sample: unknown;

  @ShownWord(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ShownText({ nullable: true, example: null })
  resolutionNotes: string | null;
}

export class ResolutionMoveView {
  @ApiProperty({ enum: RESOLUTION_STATUSES, nullable: true, example: 'OPEN' })
  fromStatus: ResolutionStatus | null;

  @ShownWord(RESOLUTION_STATUSES, 'ResolutionStatus', { example: 'RESOLVED' })
  toStatus: ResolutionStatus;

  @ShownText({ nullable: true, example: 'Imported again' })
  notes: string | null;

  @ShownInstant()
  changedAt: Date;
}

export class IssueDetailView extends IssueView {
  @ApiProperty({ type: [ResolutionMoveView], description: 'Oldest first' })
  history: ResolutionMoveView[];
}
