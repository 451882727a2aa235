import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ParkAddressField, RideAddressField } from '../../common/http/addresses/query-address.js';
import { UtcInstant, WordField } from '../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { EXPORT_FORMATS, type ExportFormatName, FORMATS } from './export-formats.js';
import type { Dataset } from './export-table.js';
import type { ExportRequest } from './export.service.js';
import { TABLE_DATASETS } from './tables/table-datasets.js';

export class ExportQuery {
  @ParkAddressField({ required: false, description: 'Exports all rides of this park. Give either this or `rideId`' })
  parkId?: number;

  @RideAddressField({
    required: false,
    description: 'Exports this ride and the rides linked to it. Give either this or `parkId`',
  })
  rideId?: number;

  @UtcInstant({ example: '2024-12-01T00:00:00Z', description: 'First instant, included' })
  from: string;

  @UtcInstant({ example: '2025-01-01T00:00:00Z', description: 'End, not included; the range may be of any length' })
  to: string;

  @WordField(EXPORT_FORMATS, 'ExportFormat', { default: 'ndjson' })
  format: ExportFormatName = 'ndjson';
}

/** @throws ValidationFailedError unless exactly one of parkId and rideId is given */
export function exportRequest(dataset: Dataset, query: ExportQuery): ExportRequest {
  const { parkId, rideId, from, to, format } = query;
  return { dataset, target: entityOf(parkId, rideId), fromMs: Date.parse(from), toMs: Date.parse(to), format };
}

function entityOf(parkId: number | undefined, rideId: number | undefined): ExportRequest['target'] {
  if (parkId !== undefined && rideId === undefined) return { parkId };
  if (rideId !== undefined && parkId === undefined) return { rideId };
  const problem = ['exactly one of parkId and rideId is required'];
  throw new ValidationFailedError({ parkId: problem, rideId: problem });
}

/** Documents a handler that responds with a file of the dataset, in the requested format. */
export function ApiExportedFile(summary: string, { columns }: Dataset): MethodDecorator {
  const names = columns.map(({ name, nullable }) => (nullable ? `${name}?` : name)).join(', ');
  const description =
    `Streamed from one consistent view of the database. Ordered by \`canonicalRideId\`, \`rideId\`, \`recordedAt\`. ` +
    `Columns (\`?\`: nullable): ${names}. \`rideId\` is the ride under which a row is stored; \`canonicalRideId\` is the ` +
    'ride that it counts as, whose name and park are given. Instants are in UTC, waits in minutes, prices in minor units ' +
    'of their currency. If the export fails midway, the connection closes before the body is complete. In CSV, a name ' +
    'that could be taken for a formula is prefixed with an apostrophe.';
  return applyDecorators(ApiOperation({ summary, description }), ApiFile());
}

/** Documents the handler of all datasets besides the observations. */
export function ApiExportedTable(): MethodDecorator {
  const list = TABLE_DATASETS.map(({ name, summary, columns }) => {
    const names = columns.map((column) => (column.nullable ? `${column.name}?` : column.name)).join(', ');
    return `- \`${name}\`: ${summary}. Columns: ${names}`;
  });
  const description =
    'Streamed from one consistent view of the database. Without `parkId`, `rideId`, `from` and `to`, the file has all rows. ' +
    'Instants are in UTC, dates are local dates of the park, prices are in minor units of their currency; the other units are in ' +
    'the names of the columns and in the data dictionary. `?` marks a nullable column. A row is:\n\n' +
    list.join('\n');
  return applyDecorators(
    ApiOperation({ summary: 'Statistics, catalogue, schedules or metadata, as a file', description }),
    ApiFile(),
  );
}

function ApiFile(): MethodDecorator {
  const schema = { type: 'string', format: 'binary' };
  const content = Object.fromEntries(
    Object.values(FORMATS).map(({ contentType }) => [contentType.split(';')[0]!, { schema }] as const),
  );
  return ApiOkResponse({ description: 'The file', content });
}
