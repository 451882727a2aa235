import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiEnumField,
} from '../../../common/http/dto/shown-fields.js';
import {
  EXCLUSION_ACTIONS,
  EXCLUSION_ORIGINS,
  EXCLUSION_REASONS,
  EXCLUSION_SCOPES,
  type ExclusionAction,
  type ExclusionOrigin,
  type ExclusionReason,
  type ExclusionScope,
} from '../exclusion.js';

const EXAMPLE_NOTE = 'The feed repeats the state of last Tuesday';

export class ExclusionView {
  @ApiIdField()
  exclusionId: number;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  parkName: string;

  @ApiIdField({ nullable: true, description: 'Null: the whole park' })
  rideId: number | null;

  @ApiTextField({ nullable: true })
  rideName: string | null;

  @ApiInstantField({ description: 'First instant of the interval' })
  from: Date;

  @ApiInstantField({ nullable: true, description: 'End of the interval, not part of it; null: still in progress' })
  to: Date | null;

  @ApiEnumField(EXCLUSION_SCOPES, 'ExclusionScope', {
    description: 'ALL: the observations count as never made; WAIT: only their waits do not count',
  })
  scope: ExclusionScope;

  @ApiEnumField(EXCLUSION_REASONS, 'ExclusionReason', { description: 'The rule that made it; MANUAL: a person' })
  reason: ExclusionReason;

  @ApiEnumField(EXCLUSION_ORIGINS, 'ExclusionOrigin')
  origin: ExclusionOrigin;

  @ApiBooleanField({ example: true, description: 'False: it was revoked, and its data counts' })
  isActive: boolean;

  @ApiTextField({ nullable: true, example: EXAMPLE_NOTE })
  note: string | null;

  @ApiIdField({ nullable: true, description: 'The issue that reports it' })
  logId: number | null;

  @ApiInstantField()
  createdAt: Date;

  @ApiTextField({ nullable: true, example: 'J. Doe', description: 'Null: a rule, or a person who gave no name' })
  createdBy: string | null;

  @ApiInstantField({ description: 'When it was last changed' })
  updatedAt: Date;

  @ApiInstantField({ nullable: true, example: null })
  revokedAt: Date | null;

  @ApiProperty({
    enum: EXCLUSION_ORIGINS,
    enumName: 'ExclusionOrigin',
    nullable: true,
    example: null,
    description: 'A rule restores what a rule revoked, never what a person revoked',
  })
  revokedOrigin: ExclusionOrigin | null;

  @ApiTextField({ nullable: true, example: null })
  revokedBy: string | null;

  @ApiTextField({ nullable: true, example: null })
  revokeNote: string | null;
}

export class ExclusionMoveView {
  @ApiEnumField(EXCLUSION_ACTIONS, 'ExclusionAction')
  action: ExclusionAction;

  @ApiEnumField(EXCLUSION_ORIGINS, 'ExclusionOrigin')
  origin: ExclusionOrigin;

  @ApiTextField({ nullable: true, example: 'J. Doe' })
  changedBy: string | null;

  @ApiTextField({ nullable: true, example: EXAMPLE_NOTE })
  note: string | null;

  @ApiInstantField({ description: 'The interval that it has since' })
  from: Date;

  @ApiInstantField({ nullable: true })
  to: Date | null;

  @ApiInstantField()
  changedAt: Date;
}

export class ExclusionDetailView extends ExclusionView {
  @ApiProperty({ type: [ExclusionMoveView], description: 'Oldest first' })
  history: ExclusionMoveView[];
}
