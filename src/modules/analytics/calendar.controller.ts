import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PeriodCache } from './target-period.dto.js';
import { CalendarQuery, CalendarView } from './calendar.dto.js';
import { CalendarService } from './calendar.service.js';

@PublicController('analytics')
@PeriodCache()
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get('calendar')
  @ApiOperation({ summary: 'Metrics of a park for every day of a year' })
  @ApiOkResponse({ type: CalendarView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofYear(@Query() query: CalendarQuery): Promise<CalendarView> {
    return this.calendar.ofYear(query);
  }
}
