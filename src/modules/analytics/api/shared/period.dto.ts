import { ApiCountField, ApiDateField, ApiBooleanField } from '../../../../common/http/dto/shown-fields.js';
import { dayAfter } from '../../../../common/time/calendar-day.js';
import { daysIn, type DaySpan } from '../../reads/day-span.js';

export class PeriodView {
  @ApiDateField({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @ApiDateField({ example: '2024-07-31', description: 'Last local day, included; at most the park’s today' })
  to: string;

  @ApiCountField({ example: 31, description: 'Days from the first to the last' })
  days: number;

  @ApiBooleanField({
    example: true,
    description: 'Over for at least a day: only an import can still change its figures',
  })
  isFinal: boolean;
}

export function periodView(span: DaySpan, today: string): PeriodView {
  return { ...span, days: daysIn(span), isFinal: span.to < dayAfter(today, -1) };
}
