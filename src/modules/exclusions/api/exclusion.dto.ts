import { ApiProperty } from '@nestjs/swagger';
import { ShownFlag, ShownId, ShownInstant, ShownText, ShownWord } from '../../../common/http/dto/shown-fields.js';
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
  @ShownId()
  exclusionId: number;

  @ShownId({ example: 7 })
  parkId: number;

  @ShownText({ example: 'Islands of Adventure' })
  parkName: string;

  @ShownId({ nullable: true, description: 'Null: the whole park' })
  rideId: number | null;

  @ShownText({ nullable: true })
  rideName: string | null;

  @ShownInstant({ description: 'First instant of the interval' })
  from: Date;

  @ShownInstant({ nullable: true, description: 'End of the interval, not part of it; null: still in progress' })
  to: Date | null;

  @ShownWord(EXCLUSION_SCOPES, 'ExclusionScope', {
    description: 'ALL: the observations count as never made; WAIT: only their waits do not count',
  })
  scope: ExclusionScope;

  @ShownWord(EXCLUSION_REASONS, 'ExclusionReason', { description: 'The rule that made it; MANUAL: a person' })
  reason: ExclusionReason;

  @ShownWord(EXCLUSION_ORIGINS, 'ExclusionOrigin')
  origin: ExclusionOrigin;

  @ShownFlag({ example: true, description: 'False: it was revoked, and its data counts' })
  isActive: boolean;

  @ShownText({ nullable: true, example: EXAMPLE_NOTE })
  note: string | null;

  @ShownId({ nullable: true, description: 'The issue that reports it' })
  logId: number | null;

  @ShownInstant()
  createdAt: Date;

  @ShownText({ nullable: true, example: 'J. Doe', description: 'Null: a rule, or a person who gave no name' })
  createdBy: string | null;

  @ShownInstant({ description: 'When it was last changed' })
  updatedAt: Date;

  @ShownInstant({ nullable: true, example: null })
  revokedAt: Date | null;

  @ApiProperty({
    enum: EXCLUSION_ORIGINS,
    enumName: 'ExclusionOrigin',
    nullable: true,
    example: null,
    description: 'A rule restores what a rule revoked, never what a person revoked',
  })
  revokedOrigin: ExclusionOrigin | null;

  @ShownText({ nullable: true, example: null })
  revokedBy: string | null;

  @ShownText({ nullable: true, example: null })
  revokeNote: string | null;
}

export class ExclusionMoveView {
  @ShownWord(EXCLUSION_ACTIONS, 'ExclusionAction')
  action: ExclusionAction;

  @ShownWord(EXCLUSION_ORIGINS, 'ExclusionOrigin')
  origin: ExclusionOrigin;

  @ShownText({ nullable: true, example: 'J. Doe' })
  changedBy: string | null;

  @ShownText({ nullable: true, example: EXAMPLE_NOTE })
  note: string | null;

  @ShownInstant({ description: 'The interval that it has since' })
  from: Date;

  @ShownInstant({ nullable: true })
  to: Date | null;

  @ShownInstant()
  changedAt: Date;
}

export class ExclusionDetailView extends ExclusionView {
  @ApiProperty({ type: [ExclusionMoveView], description: 'Oldest first' })
  history: ExclusionMoveView[];
}
