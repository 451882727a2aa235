import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { InternalIdField } from '../../../common/http/dto/request-fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import { ApiIdField, ApiInstantField, ApiTextField, ApiEnumField } from '../../../common/http/dto/api-fields.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { DECISION_KINDS, type DecisionKind } from './decision.js';

const KIND =
  'SAME_AS: the ride or park is another one, listed twice or under a new id. QUEUE_OF: the ride is a queue of another ' +
  'ride, such as its express lane. EXCLUDED: it is nothing to be counted, such as a restroom';

/** Who decides, and why: kept with the decision. */
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

  @InternalIdField({ required: false, description: 'The ride that is decided on; exactly one of rideId and parkId' })
  rideId?: number;

  @InternalIdField({ required: false, example: 7, description: 'The park that is decided on' })
  parkId?: number;

  @InternalIdField({ required: false, example: 43, description: 'The ride that it is, or is a queue of' })
  targetRideId?: number;

  @InternalIdField({ required: false, example: 8, description: 'The park that it is' })
  targetParkId?: number;

  @ApiProperty({
    enum: QUEUE_TYPES,
    enumName: 'QueueType',
    required: false,
    example: 'PAID_STANDBY',
    description: 'Of QUEUE_OF: which queue; not STANDBY',
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

  @InternalIdField({ required: false, description: 'About this ride, or with it as the target' })
  rideId?: number;

  @InternalIdField({ required: false, example: 7, description: 'About this park or a ride of it' })
  parkId?: number;

  @InternalIdField({ required: false, example: 3, description: 'Made by confirming this proposal' })
  proposalId?: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'true: only decisions that hold; false: only undone ones; without it: both',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
}

export class DecisionView {
  @ApiIdField({ example: 12 })
  decisionId: number;

  @ApiEnumField(DECISION_KINDS, 'DecisionKind', { description: KIND })
  kind: DecisionKind;

  @ApiIdField({ nullable: true, description: 'The ride that is decided on; null: a park' })
  rideId: number | null;

  @ApiTextField({ nullable: true })
  rideName: string | null;

  @ApiIdField({ nullable: true, example: 7, description: 'The park that is decided on; null: a ride' })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure' })
  parkName: string | null;

  @ApiIdField({ nullable: true, example: 43, description: 'The ride that it is, or is a queue of' })
  targetRideId: number | null;

  @ApiTextField({ nullable: true })
  targetRideName: string | null;

  @ApiIdField({ nullable: true, example: 8, description: 'The park that it is' })
  targetParkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure' })
  targetParkName: string | null;

  @ApiEnumField(QUEUE_TYPES, 'QueueType', { nullable: true, example: 'PAID_STANDBY', description: 'Of QUEUE_OF' })
  queueType: QueueType | null;

  @ApiIdField({ nullable: true, example: 11, description: 'The decision about its park that this one is part of' })
  parentDecisionId: number | null;

  @ApiIdField({ nullable: true, example: 3, description: 'The proposal that it confirms' })
  proposalId: number | null;

  @ApiTextField({ nullable: true, example: 'Listed twice by the park' })
  note: string | null;

  @ApiTextField({ nullable: true, example: 'kim' })
  decidedBy: string | null;

  @ApiInstantField()
  decidedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null: it holds' })
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
    description: 'Of a park that is another one: which of its rides is which ride there',
  })
  rides: DecisionView[];

  @ApiProperty({
    type: [RideWithoutPartnerView],
    description: 'Rides of such a park without a partner: they go on as rides of the other park',
  })
  withoutPartner: RideWithoutPartnerView[];
}
