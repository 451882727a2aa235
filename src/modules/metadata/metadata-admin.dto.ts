import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ParkAddressField } from '../../common/http/addresses/query-address.js';
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
import {
  INDOOR_OUTDOOR,
  type IndoorOutdoor,
  MAX_HEIGHT_CM,
  MIN_HEIGHT_CM,
  OVERRIDABLE_FIELDS,
  type OverridableField,
} from './metadata.js';

export class MetadataSyncBody {
  @InternalIdField({ required: false, example: 7, description: 'Only rides of this park' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'Only this ride' })
  rideId?: number;

  @ApiProperty({
    required: false,
    default: false,
    description: 'Include rides that were synchronised within the last 20 hours',
  })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class CoverageQuery {
  @ParkAddressField({ required: false, example: 7, description: 'Only this park' })
  parkId?: number;
}

export class StartedSyncView {
  @ApiIdField({ example: 12, description: 'GET /api/admin/metadata/sync shows its progress' })
  syncId: number;
}

export class SyncFailureView {
  @ApiIdField({ nullable: true, description: 'Null: the listing of a whole destination failed' })
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

  @ApiBooleanField({ description: 'The process ended before the run did; the next run continues from there' })
  interrupted: boolean;

  @ApiCountField({ example: 98 })
  destinationsTotal: number;

  @ApiCountField({ example: 98 })
  destinationsDone: number;

  @ApiCountField({ example: 5_812, description: 'Rides that are due' })
  ridesTotal: number;

  @ApiCountField({ example: 1_204 })
  ridesDone: number;

  @ApiCountField({
    example: 37,
    description: 'Rides changed by their documents; changes by a listing are only in the history',
  })
  ridesChanged: number;

  @ApiCountField({
    example: 0,
    description: 'Destinations and rides without a usable response; their known values are kept',
  })
  failed: number;

  @ApiCountField({ example: 0, description: 'Known values that the source no longer reports' })
  valuesKept: number;

  @ApiCountField({ example: 0, description: 'Impossible values; each is recorded in the quality log' })
  valuesRefused: number;

  @ApiProperty({ type: [SyncFailureView], description: 'The first 20 failures' })
  failures: SyncFailureView[];

  @ApiTextField({ nullable: true, example: 'stopped: the process is ending', description: 'Why it ended early' })
  error: string | null;
}

export class SyncStatusView {
  @ApiBooleanField({ example: true })
  running: boolean;

  @ApiProperty({ type: SyncRunView, nullable: true, description: 'The newest run; null: none yet' })
  lastRun: SyncRunView | null;
}

const HandSetHeight = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'integer',
      minimum: MIN_HEIGHT_CM,
      maximum: MAX_HEIGHT_CM,
      nullable: true,
      required: false,
      description,
    }),
    IsOptional(),
    IsInt({ message: '$property must be a whole number' }),
    Min(MIN_HEIGHT_CM),
    Max(MAX_HEIGHT_CM),
  );

export class MetadataOverrideBody {
  @ApiProperty({
    enum: INDOOR_OUTDOOR,
    enumName: 'IndoorOutdoor',
    nullable: true,
    required: false,
    description: 'Null: deliberately unclassified',
  })
  @IsOptional()
  @IsIn(INDOOR_OUTDOOR)
  indoorOutdoor?: IndoorOutdoor | null;

  @HandSetHeight('In centimetres; null: no minimum')
  heightMinCm?: number | null;

  @HandSetHeight('In centimetres; null: no minimum')
  heightMinUnaccompaniedCm?: number | null;

  @HandSetHeight('In centimetres; null: no maximum')
  heightMaxCm?: number | null;

  @ApiProperty({
    enum: OVERRIDABLE_FIELDS,
    isArray: true,
    required: false,
    description: 'Fields to reset: the values of the source and of the rules apply again',
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

  @ApiNumberField({ nullable: true, example: 92.7, description: 'Null: `of` is 0' })
  percent: number | null;

  @ApiBooleanField({ nullable: true, example: true })
  meetsTarget: boolean | null;
}

export class CoverageView {
  @ApiCountField({ example: 63, description: 'Active rides of every type, without those linked to another ride' })
  rides: number;

  @ApiProperty({ type: FieldCoverageView, description: 'Rides with a position' })
  coordinates: FieldCoverageView;

  @ApiProperty({ type: FieldCoverageView, description: 'Rides with an entity type' })
  entityType: FieldCoverageView;

  @ApiProperty({
    type: FieldCoverageView,
    description: 'Attractions classified as indoor, outdoor or hybrid',
  })
  classification: FieldCoverageView;

  @ApiProperty({
    type: FieldCoverageView,
    description:
      'Attractions for which it is known whether they require a height: they have tags, or a height was set by hand',
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

  @ApiProperty({ type: [ParkCoverageView], description: 'By destination and name, without parks that have no rides' })
  parks: ParkCoverageView[];
}
