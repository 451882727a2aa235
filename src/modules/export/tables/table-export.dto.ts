import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ParkAddressField, RideAddressField } from '../../../common/http/addresses/query-address.js';
import { LocalDate, WordField } from '../../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { EXPORT_FORMATS, type ExportFormatName } from '../export-formats.js';
import type { TableExportRequest } from '../export.service.js';
import { refusedLimits } from './table-dataset.js';
import { TABLE_DATASET_NAMES, TABLE_DATASETS } from './table-datasets.js';

export class TableExportParams {
  @ApiProperty({
    enum: TABLE_DATASET_NAMES,
    example: 'ride-days',
    description: 'What is exported',
  })
  @IsIn(TABLE_DATASET_NAMES)
  dataset: string;
}

export class TableExportQuery {
  @ParkAddressField({ required: false, description: 'Only rows of this park. Not for `destinations`' })
  parkId?: number;

  @RideAddressField({
    required: false,
    description: 'Only rows of the ride that this ride counts as. For `ride-hours`, `ride-days` and `ride-months`',
  })
  rideId?: number;

  @LocalDate({
    required: false,
    description:
      'First local date, included. For statistics and schedules; a month belongs to a period if its first day does',
  })
  from?: string;

  @LocalDate({ required: false, description: 'Last local date, included. For statistics and schedules' })
  to?: string;

  @WordField(EXPORT_FORMATS, 'ExportFormat', { default: 'ndjson' })
  format: ExportFormatName = 'ndjson';
}

/** @throws ValidationFailedError if the dataset cannot be limited by a given parameter */
export function tableExportRequest(name: string, query: TableExportQuery): TableExportRequest {
  const dataset = TABLE_DATASETS.find((one) => one.name === name)!;
  const { parkId = null, rideId = null, from = null, to = null, format } = query;
  const refused = refusedLimits(dataset, { parkId, rideId, from, to });
  if (refused.size > 0) {
    throw new ValidationFailedError(Object.fromEntries([...refused].map(([field, reason]) => [field, [reason]])));
  }
  return { dataset, parkId, rideId, fromDate: from, toDate: to, format };
}
