import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ParkAddressField, RideAddressField } from '../../common/http/addresses/query-address.js';
import { InternalIdField, TrueOrFalse, UtcInstant, WordField } from '../../common/http/dto/request-fields.js';
import { PageQuery } from '../../common/http/dto/page.js';
import {
  ApiBooleanField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import {
  EXCLUSION_ACTIONS,
  EXCLUSION_ORIGINS,
  EXCLUSION_REASONS,
  EXCLUSION_SCOPES,
  type ExclusionAction,
  type ExclusionInForce,
  type ExclusionOrigin,
  type ExclusionReason,
  type ExclusionScope,
} from './exclusion.js';

export class ExclusionQuery extends PageQuery {
  @ParkAddressField({ required: false, example: 7, description: 'Only exclusions of this park and of its rides' })
  parkId?: number;

  @RideAddressField({ required: false })
  rideId?: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'True: only exclusions in force; false: only revoked ones',
  })
  @IsOptional()
  @TrueOrFalse()
  active?: boolean;

  @ApiProperty({ enum: EXCLUSION_REASONS, enumName: 'ExclusionReason', required: false })
  @IsOptional()
  @IsIn(EXCLUSION_REASONS)
  reason?: ExclusionReason;

  @ApiProperty({ enum: EXCLUSION_ORIGINS, enumName: 'ExclusionOrigin', required: false })
  @IsOptional()
  @IsIn(EXCLUSION_ORIGINS)
  origin?: ExclusionOrigin;
}

/** An optional text that a person enters. */
const OptionalText = (maxLength: number, example: string, description: string): PropertyDecorator => {
  return (target, key) => {
    ApiProperty({ type: String, required: false, minLength: 1, maxLength, example, description })(target, key);
    IsOptional()(target, key);
    IsString()(target, key);
    Length(1, maxLength)(target, key);
  };
};

export class DecisionBody {
  @OptionalText(2048, 'The feed repeats the state of last Tuesday', 'Reason for the decision')
  note?: string;

  @OptionalText(64, 'J. Doe', 'Name of the person who decided')
  by?: string;
}

export class CreateExclusionBody extends DecisionBody {
  @InternalIdField({ required: false, example: 7, description: 'Optional if `rideId` is given' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'Excludes only this ride; default: the whole park' })
  rideId?: number;

  @UtcInstant({ description: 'First instant of the interval' })
  from: string;

  @UtcInstant({
    required: false,
    example: '2024-12-25T03:00:00Z',
    description:
      'End of the interval, not included; default: none, the exclusion stays in progress until it is revoked',
  })
  to?: string;

  @WordField(EXCLUSION_SCOPES, 'ExclusionScope', { default: 'ALL' })
  scope: ExclusionScope = 'ALL';
}

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

  @ApiInstantField({ nullable: true, description: 'End of the interval, not included; null: still in progress' })
  to: Date | null;

  @ApiEnumField(EXCLUSION_SCOPES, 'ExclusionScope', {
    description: 'ALL: the observations are ignored; WAIT: only their waits are ignored',
  })
  scope: ExclusionScope;

  @ApiEnumField(EXCLUSION_REASONS, 'ExclusionReason', {
    description: 'The rule that made it; MANUAL: made by a person',
  })
  reason: ExclusionReason;

  @ApiEnumField(EXCLUSION_ORIGINS, 'ExclusionOrigin')
  origin: ExclusionOrigin;

  @ApiBooleanField({ example: true, description: 'False: it was revoked, so its data counts' })
  isActive: boolean;

  @ApiTextField({ nullable: true, example: EXAMPLE_NOTE })
  note: string | null;

  @ApiIdField({ nullable: true, description: 'The issue that reports it' })
  logId: number | null;

  @ApiInstantField()
  createdAt: Date;

  @ApiTextField({
    nullable: true,
    example: 'J. Doe',
    description: 'Null: made by a rule, or by a person who gave no name',
  })
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
    description: 'Null: not revoked. A rule may restore what a rule revoked, never what a person revoked',
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

  @ApiInstantField({ description: 'Start of the interval after this change' })
  from: Date;

  @ApiInstantField({ nullable: true, description: 'End of the interval after this change; null: in progress' })
  to: Date | null;

  @ApiInstantField()
  changedAt: Date;
}

export class ExclusionDetailView extends ExclusionView {
  @ApiProperty({ type: [ExclusionMoveView], description: 'Oldest first' })
  history: ExclusionMoveView[];
}

export const EXCLUDED = 'Why the data is excluded, see docs/data-quality.md; null: it is not';

export class ActiveExclusionView {
  @ApiEnumField(EXCLUSION_REASONS, 'ExclusionReason', {
    description: 'The rule that made it; MANUAL: made by a person',
  })
  reason: ExclusionReason;

  @ApiEnumField(EXCLUSION_SCOPES, 'ExclusionScope', {
    description: 'ALL: the observations are ignored; WAIT: only their waits are ignored',
  })
  scope: ExclusionScope;

  @ApiInstantField({ description: 'Since when the data is excluded' })
  since: Date;
}

export const activeExclusionView = ({ reason, scope, fromMs }: ExclusionInForce): ActiveExclusionView => ({
  reason,
  scope,
  since: new Date(fromMs),
});
