import { ApiProperty } from '@nestjs/swagger';
import { Max, Min } from 'class-validator';
import { InternalIdField } from '../../../../common/http/dto/fields.js';
import { ShownCount, ShownDay, ShownInstant } from '../../../../common/http/dto/shown-fields.js';
import { WholeNumber } from '../../../../common/http/dto/whole-number.js';
import { DayDetailsView } from '../shared/day-details.dto.js';
import { FiguresView } from '../shared/figures.dto.js';
import { PeriodView } from '../shared/period.dto.js';
import { SubjectView } from '../shared/subject.dto.js';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

export class CalendarQuery {
  @InternalIdField({ example: 7, description: 'The park' })
  parkId: number;

  @ApiProperty({ type: 'integer', minimum: FIRST_YEAR, maximum: LAST_YEAR, example: 2024 })
  @WholeNumber()
  @Min(FIRST_YEAR)
  @Max(LAST_YEAR)
  year: number;
}

export class CalendarDayView {
  @ShownDay({ example: '2024-07-04' })
  date: string;

  @ShownCount({ example: 4, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ShownInstant({
    nullable: true,
    description:
      'When the park opened (not what ran over midnight from the day before); null: it did not, or nobody looked',
  })
  opensAt: Date | null;

  @ShownInstant({ nullable: true, example: '2024-07-05T01:00:00.000Z', description: 'When it closed' })
  closesAt: Date | null;

  @ShownCount({ nullable: true, example: 27, description: 'Rides that operated; null: nobody looked' })
  ridesOperated: number | null;

  @ApiProperty({ type: FiguresView })
  figures: FiguresView;

  @ApiProperty({
    type: DayDetailsView,
    nullable: true,
    description: 'Figures that exist of days alone; null: nobody looked',
  })
  details: DayDetailsView | null;
}

export class CalendarView {
  @ApiProperty({ type: SubjectView })
  subject: SubjectView;

  @ApiProperty({ type: PeriodView, description: 'The year, of the current one until today' })
  period: PeriodView;

  @ApiProperty({ type: FiguresView, description: 'Of the whole period' })
  figures: FiguresView;

  @ApiProperty({ type: [CalendarDayView], description: 'Every day of the period, observed or not' })
  days: CalendarDayView[];
}
