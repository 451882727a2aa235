import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { DestinationAddressField, ParkAddressField } from '../../common/http/addresses/query-address.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { UtcInstant } from '../../common/http/dto/request-fields.js';
import {
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { IMPORT_ID_PATTERN } from '../../common/reading/field-readers.js';
import { ISSUE_TYPES, type IssueType, RESOLUTION_STATUSES, type ResolutionStatus } from '../findings/finding.js';
import { ISSUE_SEVERITIES, type IssueSeverity } from '../findings/issue-severity.js';

export class IssueQuery extends PageQuery {
  @ApiProperty({ enum: RESOLUTION_STATUSES, enumName: 'ResolutionStatus', required: false })
  @IsOptional()
  @IsIn(RESOLUTION_STATUSES)
  status?: ResolutionStatus;

  @ApiProperty({ enum: ISSUE_TYPES, enumName: 'IssueType', required: false })
  @IsOptional()
  @IsIn(ISSUE_TYPES)
  issueType?: IssueType;

  @ApiProperty({ enum: ISSUE_SEVERITIES, enumName: 'IssueSeverity', required: false })
  @IsOptional()
  @IsIn(ISSUE_SEVERITIES)
  severity?: IssueSeverity;

  @UtcInstant({ required: false, description: 'Only issues that were found at this instant or later' })
  from?: string;

  @UtcInstant({ required: false, description: 'Only issues that were first found before this instant' })
  to?: string;

  @ParkAddressField({ required: false, example: 7, description: 'Only issues of this park or its rides' })
  parkId?: number;

  @DestinationAddressField({
    required: false,
    example: 3,
    description: 'Only issues of this destination as a whole: its live responses and its catalogue',
  })
  destinationId?: number;

  @ApiProperty({
    type: String,
    required: false,
    pattern: IMPORT_ID_PATTERN.source,
    example: 'imp_4f1d0c9a2b7e83d6f510',
  })
  @IsOptional()
  @Matches(IMPORT_ID_PATTERN, { message: '$property must be the id of an import: imp_…' })
  importId?: string;
}

export class ResolveIssueBody {
  @ApiProperty({ enum: RESOLUTION_STATUSES, enumName: 'ResolutionStatus', example: 'RESOLVED' })
  @IsIn(RESOLUTION_STATUSES)
  resolutionStatus: ResolutionStatus;

  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 2048, example: 'Imported again' })
  @IsOptional()
  @IsString()
  @Length(1, 2048)
  resolutionNotes?: string;
}

const MAX_ISSUES_AT_ONCE = 200;

export class ResolveIssuesBody extends ResolveIssueBody {
  @ApiProperty({
    ...{ type: 'integer', isArray: true, minItems: 1, maxItems: MAX_ISSUES_AT_ONCE, uniqueItems: true },
    example: [42, 43],
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_ISSUES_AT_ONCE)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  logIds: number[];
}

export class ResolvedIssueView {
  @ApiIdField()
  logId: number;

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus', { example: 'OPEN', description: 'The status before' })
  fromStatus: ResolutionStatus;

  @ApiEnumField(RESOLUTION_STATUSES, 'ResolutionStatus', { example: 'RESOLVED' })
  toStatus: ResolutionStatus;
}

export class ResolvedIssuesView {
  @ApiProperty({ type: [ResolvedIssueView], description: 'By id' })
  data: ResolvedIssueView[];
}

export class IssueView {
  @ApiIdField()
  logId: number;

  @ApiEnumField(ISSUE_TYPES, 'IssueType', { example: 'SUSPICIOUS' })
  issueType: IssueType;

  @ApiEnumField(ISSUE_SEVERITIES, 'IssueSeverity', {
    example: 'MEDIUM',
    description:
      'HIGH: data is missing, unreadable or excluded for a whole park; MEDIUM: stored values are doubtful; LOW: statistics ' +
      'do not change',
  })
  severity: IssueSeverity;

  @ApiTextField({
    example: 'WAIT_OUT_OF_RANGE',
    description: 'What exactly was found; docs/data-quality.md lists all reasons',
  })
  reason: string;

  @ApiProperty({ enum: ['DESTINATION', 'PARK', 'RIDE', 'FILE'], nullable: true, example: 'RIDE' })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;

  @ApiIdField({ nullable: true, description: 'Internal id of the destination, park or ride' })
  entityId: number | null;

  @ApiIdField({ nullable: true, example: 7 })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ApiTextField({ nullable: true, example: 'Space Mountain', description: 'Name of the destination, park or ride' })
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

  @ApiTextField({ example: 'Space Mountain: 3 unusually long waits' })
  description: string;

  @ApiProperty({
    description: 'A sample of the affected records; its shape depends on the reason',
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
