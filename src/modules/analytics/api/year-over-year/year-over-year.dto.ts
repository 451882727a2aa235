import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { WholeNumber } from '../../../../common/http/dto/whole-number.js';
import { ShownCount, ShownDay, ShownWord } from '../../../../common/http/dto/shown-fields.js';
import { FigureChangeView, FiguresView } from '../shared/figures.dto.js';
import { PeriodView } from '../shared/period.dto.js';
import { SubjectSpanQuery, SubjectView } from '../shared/subject.dto.js';
import { type Alignment, ALIGNMENTS } from './twin-dates.js';

const DEFAULT_YEARS = 3;
const MAX_YEARS = 10;

export class YearOverYearQuery extends SubjectSpanQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_YEARS,
    default: DEFAULT_YEARS,
    description: 'How many earlier years the period is compared with',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_YEARS)
  years: number = DEFAULT_YEARS;

  @ApiProperty({
    enum: ALIGNMENTS,
    enumName: 'Alignment',
    required: false,
    default: 'date',
    description:
      '`date`: the same month and day, where 29 February has no twin in a common year; ' +
      '`weekday`: 364 days before for each year, so the same weekday',
  })
  @IsOptional()
  @IsIn(ALIGNMENTS)
  align: Alignment = 'date';
}

export class TwinDayView {
  @ShownDay({ example: '2023-07-01' })
  date: string;

  @ShownDay({ example: '2024-07-01', description: 'The day of the period whose twin it is' })
  comparedWith: string;

  @ApiProperty({ type: FiguresView })
  figures: FiguresView;
}

export class ComparedYearView {
  @ShownCount({ example: 1, description: '0: the period itself' })
  yearsBefore: number;

  @ShownDay({ example: '2023-07-01' })
  from: string;

  @ShownDay({ example: '2023-07-31' })
  to: string;

  @ApiProperty({ type: FiguresView })
  figures: FiguresView;

  @ApiProperty({
    type: FigureChangeView,
    nullable: true,
    description: 'The period against this year: positive means more now. Null of the period itself',
  })
  change: FigureChangeView | null;

  @ApiProperty({ type: [TwinDayView], description: 'Every day, in order, observed or not' })
  daily: TwinDayView[];
}

export class YearOverYearView {
  @ApiProperty({ type: SubjectView })
  subject: SubjectView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ShownWord(ALIGNMENTS, 'Alignment')
  align: Alignment;

  @ApiProperty({ type: [ComparedYearView], description: 'The period itself first, then year by year back' })
  years: ComparedYearView[];
}
