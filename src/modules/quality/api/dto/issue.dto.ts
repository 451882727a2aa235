import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiEnumField,
} from '../../../../common/http/dto/shown-fields.js';
import { ISSUE_TYPES, type IssueType } from '../../../findings/finding.js';
import { RESOLUTION_STATUSES, type ResolutionStatus } from '../../../findings/resolution/resolution-state.js';

export class IssueView {
  @ApiIdField()
  logId: number;

  @ApiEnumField(ISSUE_TYPES, 'IssueType', { example: 'SUSPICIOUS' })
  issueType: IssueType;

  @ApiTextField({
    example: 'WAIT_OUT_OF_RANGE',
    description: 'What exactly it is; docs/data-quality.md lists the words',
  })
  reason: string;

  @ApiProperty({ enum: ['DESTINATION', 'PARK', 'RIDE', 'FILE'], nullable: true, example: 'RIDE' })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;

  @ApiIdField({ nullable: true, description: 'Of that destination, park or ride' })
  entityId: number | null;

  @ApiIdField({ nullable: true, example: 7 })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ApiTextField({ nullable: true, example: 'Space Mountain', description: 'Of that destination, park or ride' })
  entityName: string | null;

  @ApiTextField({ nullable: true, example: null, description: 'The import that found it' })
  importId: string | null;

  @ApiInstantField({ nullable: true })
  windowStart: Date | null;

  @ApiInstantField({ nullable: true })
  windowEnd: Date | null;

  @ApiCountField({ example: 3 })
  recordsAffected: number;

  @ApiInstantField()
  firstSeenAt: Date;

  @ApiInstantField()
  lastSeenAt: Date;

  @ApiCountField({ example: 12, description: 'How often it was found' })
  occurrences: number;

  @ApiTextField({ example: 'Space Mountain: 3 waits that are hardly possible' })
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

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ApiTextField({ nullable: true, example: null })
  resolutionNotes: string | null;
}

export class ResolutionMoveView {
  @ApiProperty({ enum: RESOLUTION_STATUSES, nullable: true, example: 'OPEN' })
  fromStatus: ResolutionStatus | null;

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus', { example: 'RESOLVED' })
  toStatus: ResolutionStatus;

  @ApiTextField({ nullable: true, example: 'Imported again' })
  notes: string | null;

  @ApiInstantField()
  changedAt: Date;
}

export class IssueDetailView extends IssueView {
  @ApiProperty({ type: [ResolutionMoveView], description: 'Oldest first' })
  history: ResolutionMoveView[];
}
