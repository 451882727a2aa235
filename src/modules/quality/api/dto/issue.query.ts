import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { InternalIdField } from '../../../../common/http/dto/fields.js';
import { PageQuery } from '../../../../common/http/dto/page.js';
import { IMPORT_ID_PATTERN } from '../../../../common/reading/import-id.js';
import { ISSUE_TYPES, type IssueType } from '../../../findings/finding.js';
import { RESOLUTION_STATUSES, type ResolutionStatus } from '../../../findings/resolution/resolution-state.js';

export class IssueQuery extends PageQuery {
  @ApiProperty({ enum: RESOLUTION_STATUSES, enumName: 'ResolutionStatus', required: false })
  @IsOptional()
  @IsIn(RESOLUTION_STATUSES)
  status?: ResolutionStatus;

  @ApiProperty({ enum: ISSUE_TYPES, enumName: 'IssueType', required: false })
  @IsOptional()
  @IsIn(ISSUE_TYPES)
  issueType?: IssueType;

  @InternalIdField({ required: false, example: 7, description: 'Only findings about this park or its rides' })
  parkId?: number;

  @InternalIdField({
    required: false,
    example: 3,
    description: 'Only findings about this destination as such: of its live answers and its catalogue',
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
