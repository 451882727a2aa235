import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Min,
} from 'class-validator';

import { ParkAddressField } from '../../../common/http/addresses/query-address.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiEnumField,
} from '../../../common/http/dto/api-fields.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { DeciderBody } from '../decisions/decision.dto.js';
import { PAIR_REASONS } from '../id-matching/ride-pair.js';
import {
  PROPOSAL_KINDS,
  PROPOSAL_STATUSES,
  PROPOSED_STRENGTHS,
  type ProposalKind,
  type ProposalStatus,
  type ProposedPair,
  type ProposedStrength,
} from './proposal.js';

const MAX_PAIRS = 1000;
const NAME_LIKENESS = ['EQUAL', 'SIMILAR', 'DIFFERENT'] as const;
const REASONS = [...PAIR_REASONS, 'QUEUE_NAME'] as const;
const KIND =
  'RENUMBERED_PARK: rides seem to continue under new UUIDs. QUEUE_ENTITIES: rides seem to be queues of other rides';

export class ProposalsQuery extends PageQuery {
  @ApiProperty({ enum: PROPOSAL_KINDS, enumName: 'ProposalKind', required: false })
  @IsOptional()
  @IsIn(PROPOSAL_KINDS)
  kind?: ProposalKind;

  @ApiProperty({ enum: PROPOSAL_STATUSES, enumName: 'ProposalStatus', required: false })
  @IsOptional()
  @IsIn(PROPOSAL_STATUSES)
  status?: ProposalStatus;

  @ParkAddressField({ required: false, example: 7, description: 'Only proposals about this park' })
  parkId?: number;
}

export class ConfirmProposalBody extends DeciderBody {
  @ApiProperty({
    type: [Number],
    required: false,
    minItems: 1,
    maxItems: MAX_PAIRS,
    uniqueItems: true,
    example: [1, 2, 3],
    description: 'Only these pairs, WEAK ones included. Default: every STRONG pair',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PAIRS)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  pairIds?: number[];

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'Whether to confirm the WEAK pairs as well; default: no. Not together with pairIds',
  })
  @IsOptional()
  @IsBoolean()
  includeWeak?: boolean;
}

export class ProposalView {
  @ApiIdField({ example: 3 })
  proposalId: number;

  @ApiEnumField(PROPOSAL_KINDS, 'ProposalKind', { description: KIND })
  kind: ProposalKind;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Parc Astérix' })
  parkName: string;

  @ApiEnumField(PROPOSAL_STATUSES, 'ProposalStatus', { description: 'CONFIRMED even if only a part was' })
  status: ProposalStatus;

  @ApiCountField({ example: 18, description: 'Likely pairs: confirmed by default' })
  strongPairs: number;

  @ApiCountField({ example: 1, description: 'Less likely pairs: confirmed only on request' })
  weakPairs: number;

  @ApiCountField({ example: 2, description: 'Rides without a counterpart' })
  openRides: number;

  @ApiCountField({ example: 0, description: 'Pairs with an active decision about their ride' })
  decidedPairs: number;

  @ApiInstantField()
  detectedAt: Date;

  @ApiInstantField({ nullable: true, description: 'When it was confirmed or rejected' })
  decidedAt: Date | null;

  @ApiTextField({ nullable: true, example: 'kim' })
  decidedBy: string | null;

  @ApiTextField({ nullable: true, example: 'Announced by the park' })
  note: string | null;
}

export class PairEvidenceView {
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 3.2,
    description: 'Null: at least one of the rides has no position',
  })
  distanceMeters: number | null;

  @ApiEnumField(NAME_LIKENESS, 'NameLikeness', {
    description: 'Best match among all current and former names of both rides',
  })
  nameLikeness: (typeof NAME_LIKENESS)[number];

  @ApiProperty({ type: Boolean, example: false, description: 'Whether the operator’s own id is the same' })
  isSameExternalId: boolean;
}

export class ProposedPairView {
  @ApiIdField({ example: 101 })
  pairId: number;

  @ApiIdField({ nullable: true, description: 'The new ride, or the queue; null: the other ride has no counterpart' })
  rideId: number | null;

  @ApiTextField({ nullable: true, example: 'Red Train' })
  rideName: string | null;

  @ApiIdField({
    nullable: true,
    example: 43,
    description: 'The ride that it would count as, or to which the queue belongs; null: none found',
  })
  targetRideId: number | null;

  @ApiTextField({ nullable: true, example: 'Le Train Rouge' })
  targetRideName: string | null;

  @ApiEnumField(QUEUE_TYPES, 'QueueType', { nullable: true, example: null })
  queueType: QueueType | null;

  @ApiEnumField(PROPOSED_STRENGTHS, 'ProposedStrength')
  strength: ProposedStrength;

  @ApiEnumField(REASONS, 'PairReason', {
    nullable: true,
    example: 'SAME_PLACE',
    description: 'The criterion by which the pair was found',
  })
  reason: ProposedPair['reason'];

  @ApiProperty({ type: PairEvidenceView, nullable: true })
  evidence: PairEvidenceView | null;

  @ApiIdField({ nullable: true, example: null, description: 'The active decision about the ride' })
  decisionId: number | null;
}

export class ProposalDetailView extends ProposalView {
  @ApiProperty({ type: [ProposedPairView], description: 'STRONG pairs first' })
  pairs: ProposedPairView[];
}
