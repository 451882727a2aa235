import { InternalIdField, LocalDate } from '../../../../common/http/dto/fields.js';
import {
  ShownCount,
  ShownDay,
  ShownId,
  ShownInstant,
  ShownNumber,
  ShownWord,
} from '../../../../common/http/dto/shown-fields.js';

export class RebuildBody {
  @InternalIdField({
    required: false,
    example: 7,
    description: 'One park; without it all. Its digits as text are taken for the number',
  })
  parkId?: number;

  @LocalDate({ required: false, example: '2024-12-01', description: 'First local day; without it the first observed' })
  from?: string;

  @LocalDate({ required: false, example: '2024-12-31', description: 'Last local day; without it the last observed' })
  to?: string;
}

export const REBUILD_STATUSES = ['IN_PROGRESS', 'COMPLETED'] as const;

export class RebuildView {
  @ShownId()
  rebuildId: number;

  @ShownWord(REBUILD_STATUSES, 'RebuildStatus')
  status: (typeof REBUILD_STATUSES)[number];

  @ShownId({ nullable: true, description: 'Null: all parks' })
  parkId: number | null;

  @ShownDay({ nullable: true, description: 'Null: from the first day observed' })
  from: string | null;

  @ShownDay({ nullable: true, description: 'Null: to the last day observed' })
  to: string | null;

  @ShownCount({ example: 730, description: 'Park-days that are computed anew' })
  parkDaysTotal: number;

  @ShownCount({ example: 365 })
  parkDaysDone: number;

  @ShownNumber({ example: 50 })
  percent: number;

  @ShownInstant()
  requestedAt: Date;
}
