import { InternalIdField, LocalDate } from '../../../../common/http/dto/fields.js';
import { ApiInstantField } from '../../../../common/http/dto/shown-fields.js';

export class StartCheckBody {
  @InternalIdField({ required: false, example: 7, description: 'Only this park; without it all active ones' })
  parkId?: number;

  @LocalDate({ required: false, description: 'First UTC day; without it the last QUALITY_CHECK_HOURS' })
  startDate?: string;

  @LocalDate({ required: false, example: '2024-12-31', description: 'Last UTC day; without it up to now' })
  endDate?: string;
}

export class StartedCheckView {
  @ApiInstantField()
  from: Date;

  @ApiInstantField()
  to: Date;
}
