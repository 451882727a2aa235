import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { InternalIdField, ThemeparksWikiId } from '../../../common/http/dto/fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import { IMPORT_STATUSES, type ImportStatus } from '../import-state.js';

export class ImportListQuery extends PageQuery {
  @ApiProperty({ enum: IMPORT_STATUSES, enumName: 'ImportStatus', required: false })
  @IsOptional()
  @IsIn(IMPORT_STATUSES)
  status?: ImportStatus;

  @InternalIdField({ required: false, example: 7, description: 'Only imports that are confined to this park' })
  parkId?: number;

  @ThemeparksWikiId({ required: false, description: 'Only imports of this destination (UUID)' })
  destinationId?: string;
}
