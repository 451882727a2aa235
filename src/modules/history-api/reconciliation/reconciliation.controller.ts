import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/admin-controller.js';
import { ApiPage, type Page } from '../../../common/http/dto/page.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { ReconciliationReportService } from './reconciliation-report.service.js';
import {
  DifferenceQuery,
  DifferenceView,
  PublishedDailyQuery,
  PublishedDailyView,
  ReconciliationQuery,
  ReconciliationReportView,
} from './reconciliation.dto.js';

@AdminController('quality/reconciliation', 'admin: quality')
export class ReconciliationController {
  constructor(private readonly report: ReconciliationReportService) {}

  @Get()
  @ApiOperation({
    summary:
      'Share of rides and days whose figures agree with those of ThemeParks.wiki, by park, and what differs most',
  })
  @ApiOkResponse({ type: ReconciliationReportView })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  summary(@Query() query: ReconciliationQuery): Promise<ReconciliationReportView> {
    return this.report.summary(query);
  }

  @Get('differences')
  @ApiOperation({ summary: 'Figures that differ from those of ThemeParks.wiki, with both values, newest day first' })
  @ApiPage(DifferenceView, 'Differences, newest day first')
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  differences(@Query() query: DifferenceQuery): Promise<Page<DifferenceView>> {
    return this.report.differences(query);
  }

  @Get('published')
  @ApiOperation({
    summary: 'Daily rows as ThemeParks.wiki publishes them, including those of entities never observed here',
  })
  @ApiPage(PublishedDailyView, 'Published rows, newest day first')
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  published(@Query() query: PublishedDailyQuery): Promise<Page<PublishedDailyView>> {
    return this.report.published(query);
  }
}
