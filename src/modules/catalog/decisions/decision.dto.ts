import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ParkAddressField, RideAddressField } from '../../../common/http/addresses/query-address.js';
import { InternalIdField, TrueOrFalse } from '../../../common/http/dto/request-fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import { ApiIdField, ApiInstantField, ApiTextField, ApiEnumField } from '../../../common/http/dto/api-fields.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { DECISION_KINDS, type DecisionKind } from './decision.js';

const KIND =
  'SAME_AS: the ride or park is listed twice, or has a new id. QUEUE_OF: the ride is a queue of another ride, such as its ' +
  'express lane. EXCLUDED: it does not count, such as a restroom';

/** Who decides, and why. Stored with the decision. */
export class DeciderBody {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 1024, example: 'Listed twice by the park' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  note?: string;

  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 64, example: 'kim' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  decidedBy?: string;
}

export class DecideBody extends DeciderBody {
  @ApiProperty({ enum: DECISION_KINDS, enumName: 'DecisionKind', description: KIND })
  @IsIn(DECISION_KINDS)
  kind: DecisionKind;

  @InternalIdField({
    required: false,
    description: 'The ride that the decision is about; exactly one of rideId and parkId',
  })
  rideId?: number;

  @InternalIdField({ required: false, example: 7, description: 'The park that the decision is about' })
  parkId?: number;

  @InternalIdField({
    required: false,
    example: 43,
    description: 'The ride that it counts as, or to which the queue belongs',
  })
  targetRideId?: number;

  @InternalIdField({ required: false, example: 8, description: 'The park that it counts as' })
  targetParkId?: number;

  @ApiProperty({
    enum: QUEUE_TYPES,
    enumName: 'QueueType',
    required: false,
    example: 'PAID_STANDBY',
    description: 'QUEUE_OF: the type of queue; not STANDBY',
  })
  @IsOptional()
  @IsIn(QUEUE_TYPES.filter((type) => type !== 'STANDBY'))
  queueType?: QueueType;
}

export class DecisionsQuery extends PageQuery {
  @ApiProperty({ enum: DECISION_KINDS, enumName: 'DecisionKind', required: false })
  @IsOptional()
  @IsIn(DECISION_KINDS)
  kind?: DecisionKind;

  @RideAddressField({ required: false, description: 'Only decisions about this ride, or with it as their target' })
  rideId?: number;

  @ParkAddressField({ required: false, example: 7, description: 'Only decisions about this park or its rides' })
  parkId?: number;

  @InternalIdField({ required: false, example: 3, description: 'Only decisions made by confirming this proposal' })
  proposalId?: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'true: only active decisions; false: only undone ones. Default: both',
  })
  @IsOptional()
  @TrueOrFalse()
  active?: boolean;
}

export class DecisionView {
  @ApiIdField({ example: 12 })
  decisionId: number;

  @ApiEnumField(DECISION_KINDS, 'DecisionKind', { description: KIND })
  kind: DecisionKind;

  @ApiIdField({ nullable: true, description: 'The ride that the decision is about; null: it is about a park' })
  rideId: number | null;

  @ApiTextField({ nullable: true })
  rideName: string | null;

  @ApiIdField({
    nullable: true,
    example: 7,
    description: 'The park that the decision is about; null: it is about a ride',
  })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure' })
  parkName: string | null;

  @ApiIdField({
    nullable: true,
    example: 43,
    description: 'The ride that it counts as, or to which the queue belongs',
  })
  targetRideId: number | null;

  @ApiTextField({ nullable: true })
  targetRideName: string | null;

  @ApiIdField({ nullable: true, example: 8, description: 'The park that it counts as' })
  targetParkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure' })
  targetParkName: string | null;

  @ApiEnumField(QUEUE_TYPES, 'QueueType', { nullable: true, example: 'PAID_STANDBY', description: 'Only for QUEUE_OF' })
  queueType: QueueType | null;

  @ApiIdField({ nullable: true, example: 11, description: 'The decision about its park to which this one belongs' })
  parentDecisionId: number | null;

  @ApiIdField({ nullable: true, example: 3, description: 'The proposal that it confirms' })
  proposalId: number | null;

  @ApiTextField({ nullable: true, example: 'Listed twice by the park' })
  note: string | null;

  @ApiTextField({ nullable: true, example: 'kim' })
  decidedBy: string | null;

  @ApiInstantField()
  decidedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null: the decision is active' })
  undoneAt: Date | null;

  @ApiTextField({ nullable: true, example: 'kim' })
  undoneBy: string | null;

  @ApiTextField({ nullable: true, example: 'They are two slides after all' })
  undoNote: string | null;
}

export class RideWithoutPartnerView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;
}

export class DecisionDetailView extends DecisionView {
  @ApiProperty({
    type: [DecisionView],
    description: 'If two parks are merged: the decisions that link their rides',
  })
  rides: DecisionView[];

  @ApiProperty({
    type: [RideWithoutPartnerView],
    description: 'If two parks are merged: rides without a counterpart, which continue as rides of the other park',
  })
  withoutPartner: RideWithoutPartnerView[];
}
