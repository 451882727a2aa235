import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { InternalIdField, UtcInstant } from '../../../common/http/dto/fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import type { ExportRequest } from '../export.service.js';
import type { Dataset } from '../export-table.js';
import { EXPORT_FORMATS, type ExportFormatName } from '../formats/export-format.js';

export class ExportQuery {
  @InternalIdField({ required: false, description: 'All rides of a park. Either this or `rideId`' })
  parkId?: number;

  @InternalIdField({ required: false, description: 'A ride, with the rides linked to it. Either this or `parkId`' })
  rideId?: number;

  @UtcInstant({ example: '2024-12-01T00:00:00Z', description: 'First instant' })
  from: string;

  @UtcInstant({ example: '2025-01-01T00:00:00Z', description: 'End, not included; any distance from `from`' })
  to: string;

  @ApiProperty({ enum: EXPORT_FORMATS, enumName: 'ExportFormat', required: false, default: 'ndjson' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  format: ExportFormatName = 'ndjson';
}

/** @throws ValidationFailedError where not exactly one of park and ride is named */
export function exportRequest(dataset: Dataset, query: ExportQuery): ExportRequest {
  const { parkId, rideId, from, to, format } = query;
  return { dataset, target: entityOf(parkId, rideId), fromMs: Date.parse(from), toMs: Date.parse(to), format };
}

function entityOf(parkId: number | undefined, rideId: number | undefined): ExportRequest['target'] {
  if (parkId !== undefined && rideId === undefined) return { parkId };
  if (rideId !== undefined && parkId === undefined) return { rideId };
  const problem = ['exactly one of parkId and rideId must be given'];
  throw new ValidationFailedError({ parkId: problem, rideId: problem });
}
