import { InternalIdField, LocalDate } from '../../common/http/dto/request-fields.js';
import {
  ApiCountField,
  ApiDateField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiEnumField,
} from '../../common/http/dto/api-fields.js';

export class RebuildBody {
  @InternalIdField({
    required: false,
    example: 7,
    description: 'Only this park; all parks if omitted. The number may also be sent as a string',
  })
  parkId?: number;

  @LocalDate({
    required: false,
    example: '2024-12-01',
    description: 'First local day; the first observed day if omitted',
  })
  from?: string;

  @LocalDate({
    required: false,
    example: '2024-12-31',
    description: 'Last local day; the last observed day if omitted',
  })
  to?: string;
}

const REBUILD_STATUSES = ['IN_PROGRESS', 'COMPLETED'] as const;

export class RebuildView {
  @ApiIdField()
  rebuildId: number;

  @ApiEnumField(REBUILD_STATUSES, 'RebuildStatus')
  status: (typeof REBUILD_STATUSES)[number];

  @ApiIdField({ nullable: true, description: 'Null: all parks' })
  parkId: number | null;

  @ApiDateField({ nullable: true, description: 'Null: from the first observed day' })
  from: string | null;

  @ApiDateField({ nullable: true, description: 'Null: to the last observed day' })
  to: string | null;

  @ApiCountField({ example: 730, description: 'Park-days to recompute' })
  parkDaysTotal: number;

  @ApiCountField({ example: 365 })
  parkDaysDone: number;

  @ApiNumberField({ example: 50 })
  percent: number;

  @ApiInstantField()
  requestedAt: Date;
}
