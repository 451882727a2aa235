import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../common/http/public-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { PeriodCache } from './target-period.dto.js';
import { TypicalDayQuery, TypicalDayView } from './typical-day.dto.js';
import { TypicalDayService } from './typical-day.service.js';

@PublicController('analytics')
@PeriodCache()
export class TypicalDayController {
  constructor(private readonly typicalDays: TypicalDayService) {}

  @Get('typical-day')
  @ApiOperation({ summary: 'Typical waits of a weekday by hour, from the 52 weeks before' })
  @ApiOkResponse({ type: TypicalDayView })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND')
  describe(@Query() query: TypicalDayQuery): Promise<TypicalDayView> {
    return this.typicalDays.describe(query);
  }
}
