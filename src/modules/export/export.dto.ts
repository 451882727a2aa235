import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { InternalIdField, UtcInstant } from '../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { EXPORT_FORMATS, type ExportFormatName, FORMATS } from './export-formats.js';
import type { Dataset } from './export-table.js';
import type { ExportRequest } from './export.service.js';

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

/** Documents a handler that answers with a file of the dataset, in the format that is asked for. */
export function ApiExportedFile(summary: string, { columns }: Dataset): MethodDecorator {
  const names = columns.map(({ name, nullable }) => (nullable ? `${name}?` : name)).join(', ');
  const description =
    `Streamed, one consistent view of the database however long it takes. Ordered by \`canonicalRideId\`, \`rideId\`, ` +
    `\`recordedAt\`. Columns (\`?\`: may be null): ${names}. \`rideId\` is the ride under which a row is stored, ` +
    '`canonicalRideId` the one that it counts as, whose name and park are given. Instants are UTC, waits are minutes, ' +
    'prices minor units of their currency. A file that breaks off ends the connection without the end of its body. ' +
    'In CSV a name that begins like a formula has an apostrophe before it.';
  const schema = { type: 'string', format: 'binary' };
  const content = Object.fromEntries(
    Object.values(FORMATS).map(({ contentType }) => [contentType.split(';')[0]!, { schema }] as const),
  );
  return applyDecorators(ApiOperation({ summary, description }), ApiOkResponse({ description: 'The file', content }));
}
