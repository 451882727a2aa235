import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { InternalIdField } from '../../common/http/dto/request-fields.js';
import {
  ApiCountField,
  ApiBooleanField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { INDOOR_OUTDOOR, type IndoorOutdoor, OVERRIDABLE_FIELDS, type OverridableField } from './metadata.js';

const MIN_CM = 30;
const MAX_CM = 300;

export class MetadataSyncBody {
  @InternalIdField({ required: false, example: 7, description: 'Only rides of this park' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'Only this ride' })
  rideId?: number;

  @ApiProperty({
    required: false,
    default: false,
    description: 'Also rides that were asked about within the last 20 h',
  })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class CoverageQuery {
  @InternalIdField({ required: false, example: 7, description: 'Only this park' })
  parkId?: number;
}

export class StartedSyncView {
  @ApiIdField({ example: 12, description: 'Its progress is at GET /api/admin/metadata/sync' })
  syncId: number;
}

export class SyncFailureView {
  @ApiIdField({ nullable: true, description: 'Null: the listing of a whole destination' })
  rideId: number | null;

  @ApiUuidField()
  themeparksWikiId: string;

  @ApiTextField()
  name: string;

  @ApiTextField({ example: 'entity/0f57…: HTTP 404' })
  reason: string;
}

export class SyncRunView {
  @ApiIdField({ example: 12 })
  syncId: number;

  @ApiIdField({ nullable: true, example: 7 })
  parkId: number | null;

  @ApiIdField({ nullable: true })
  rideId: number | null;

  @ApiBooleanField()
  isForced: boolean;

  @ApiInstantField()
  startedAt: Date;

  @ApiInstantField()
  updatedAt: Date;

  @ApiInstantField({ nullable: true })
  finishedAt: Date | null;

  @ApiBooleanField({ description: 'Its process ended before it did; the next run goes on from there' })
  interrupted: boolean;

  @ApiCountField({ example: 98 })
  destinationsTotal: number;

  @ApiCountField({ example: 98 })
  destinationsDone: number;

  @ApiCountField({ example: 5_812, description: 'Rides whose turn it is' })
  ridesTotal: number;

  @ApiCountField({ example: 1_204 })
  ridesDone: number;

  @ApiCountField({ example: 37, description: 'By their documents; changes of a listing are in the history alone' })
  ridesChanged: number;

  @ApiCountField({
    example: 0,
    description: 'Destinations and rides without a usable answer: what is known of them stays',
  })
  failed: number;

  @ApiCountField({ example: 0, description: 'Known values that the source no longer gives' })
  valuesKept: number;

  @ApiCountField({ example: 0, description: 'Values that cannot be; each is an issue of the quality log' })
  valuesRefused: number;

  @ApiProperty({ type: [SyncFailureView], description: 'The first 20' })
  failures: SyncFailureView[];

  @ApiTextField({ nullable: true, example: 'stopped: the process is ending', description: 'Why it ended early' })
  error: string | null;
}

export class SyncStatusView {
  @ApiBooleanField({ example: true })
  running: boolean;

  @ApiProperty({ type: SyncRunView, nullable: true, description: 'The newest one; null: there was none yet' })
  lastRun: SyncRunView | null;
}

const HandSetHeight = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: MIN_CM, maximum: MAX_CM, nullable: true, required: false, description }),
    IsOptional(),
    IsInt({ message: '$property must be a whole number' }),
    Min(MIN_CM),
    Max(MAX_CM),
  );

export class MetadataOverrideBody {
  @ApiProperty({
    enum: INDOOR_OUTDOOR,
    enumName: 'IndoorOutdoor',
    nullable: true,
    required: false,
    description: 'Null: by hand, not to be classified',
  })
  @IsOptional()
  @IsIn(INDOOR_OUTDOOR)
  indoorOutdoor?: IndoorOutdoor | null;

  @HandSetHeight('In centimetres; null: by hand, none required')
  heightMinCm?: number | null;

  @HandSetHeight('In centimetres; null: by hand, none required')
  heightMinUnaccompaniedCm?: number | null;

  @HandSetHeight('In centimetres; null: by hand, none')
  heightMaxCm?: number | null;

  @ApiProperty({
    enum: OVERRIDABLE_FIELDS,
    isArray: true,
    required: false,
    description: 'Fields that are no longer set by hand: what the source and the rules say counts again',
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(OVERRIDABLE_FIELDS, { each: true })
  clear?: OverridableField[];
}

export class FieldCoverageView {
  @ApiCountField({ example: 38 })
  known: number;

  @ApiCountField({ example: 41 })
  of: number;

  @ApiNumberField({ nullable: true, example: 92.7, description: 'Null: there is nothing that could be known' })
  percent: number | null;

  @ApiBooleanField({ nullable: true, example: true })
  meetsTarget: boolean | null;
}

export class CoverageView {
  @ApiCountField({ example: 63, description: 'Active rides of every type, those linked to another one left out' })
  rides: number;

  @ApiProperty({ type: FieldCoverageView, description: 'Of the rides: those with a position' })
  coordinates: FieldCoverageView;

  @ApiProperty({ type: FieldCoverageView, description: 'Of the rides: those with an entity type' })
  entityType: FieldCoverageView;

  @ApiProperty({
    type: FieldCoverageView,
    description: 'Of the attractions: those classified as indoor, outdoor or both',
  })
  classification: FieldCoverageView;

  @ApiProperty({
    type: FieldCoverageView,
    description:
      'Of the attractions: those of which it is known whether they require a height: they have tags, or it was set by hand',
  })
  heights: FieldCoverageView;
}

export class ParkCoverageView extends CoverageView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  parkName: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  destinationName: string;
}

export class CoverageReportView {
  @ApiNumberField({ example: 90 })
  targetPercent: number;

  @ApiProperty({ type: CoverageView })
  totals: CoverageView;

  @ApiProperty({ type: [ParkCoverageView], description: 'By destination and name; parks without rides left out' })
  parks: ParkCoverageView[];
}
