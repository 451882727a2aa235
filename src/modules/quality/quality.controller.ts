import { Body, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController, NeedsRightClock, WorkerOnly } from '../../common/http/admin-controller.js';
import { ApiPage, type Page } from '../../common/http/dto/page.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { CoverageQuery, CoverageReport } from './coverage.dto.js';
import { CoverageService } from './coverage.service.js';
import { GapList, GapQuery } from './gap.dto.js';
import {
  IssueDetailView,
  IssueQuery,
  IssueView,
  ResolvedIssuesView,
  ResolveIssueBody,
  ResolveIssuesBody,
} from './issue.dto.js';
import { IssueService } from './issue.service.js';
import { QualityHealthService } from './quality-health.service.js';
import { ParkFreshnessList, QualitySummary, StartCheckBody, StartedCheckView, SummaryQuery } from './quality.dto.js';
import { QualityService } from './quality.service.js';

@AdminController('quality', 'admin: quality', { writes: ['quality'] })
export class QualityController {
  constructor(
    private readonly quality: QualityService,
    private readonly health: QualityHealthService,
    private readonly issues: IssueService,
    private readonly days: CoverageService,
  ) {}

  @Get('summary')
  @ApiOperation({
    summary: 'Overall health and its reasons, uptime of the collection, freshness and unresolved findings',
  })
  @ApiOkResponse({ type: QualitySummary })
  summary(@Query() { period }: SummaryQuery): Promise<QualitySummary> {
    return this.health.summary(period);
  }

  @Get('gaps')
  @ApiOperation({ summary: 'Intervals in which data was expected and is missing' })
  @ApiOkResponse({ type: GapList })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  gaps(@Query() query: GapQuery): Promise<GapList> {
    return this.issues.gaps(query);
  }

  @Get('issues')
  @ApiOperation({ summary: 'All issues found in the data, most recently found first' })
  @ApiPage(IssueView, 'Issues, most recently found first')
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  list(@Query() query: IssueQuery): Promise<Page<IssueView>> {
    return this.issues.list(query);
  }

  @Patch('issues')
  @ApiOperation({
    summary: 'Resolve or reopen several issues at once: all of them, or none if one of them does not allow it',
  })
  @ApiOkResponse({ type: ResolvedIssuesView })
  @ApiErrors('ISSUE_NOT_FOUND', 'ISSUE_STATE_CONFLICT')
  resolveAll(@Body() body: ResolveIssuesBody): Promise<ResolvedIssuesView> {
    return this.issues.resolveAll(body);
  }

  @Get('issues/:logId')
  @ApiOperation({ summary: 'One issue, with the history of its resolution' })
  @ApiOkResponse({ type: IssueDetailView })
  @ApiErrors('ISSUE_NOT_FOUND')
  show(@InternalId('logId') logId: number): Promise<IssueDetailView> {
    return this.issues.show(logId);
  }

  @Patch('issues/:logId')
  @ApiOperation({
    summary: 'Resolve or reopen an issue, or add a note. A RESOLVED issue reopens automatically when it is found again',
  })
  @ApiOkResponse({ type: IssueDetailView })
  @ApiErrors('ISSUE_NOT_FOUND', 'ISSUE_STATE_CONFLICT')
  resolve(@InternalId('logId') logId: number, @Body() body: ResolveIssueBody): Promise<IssueDetailView> {
    return this.issues.resolve(logId, body);
  }

  @Get('freshness')
  @ApiOperation({ summary: 'How fresh the live data of each active park is' })
  @ApiOkResponse({ type: ParkFreshnessList })
  freshness(): Promise<ParkFreshnessList> {
    return this.quality.freshness();
  }

  @Get('coverage')
  @ApiOperation({ summary: 'Share of the opening hours that was observed, by park and day, and the days without data' })
  @ApiOkResponse({ type: CoverageReport })
  @ApiErrors('PARK_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  coverage(@Query() query: CoverageQuery): Promise<CoverageReport> {
    return this.days.report(query);
  }

  @Post('check')
  @HttpCode(202)
  @WorkerOnly()
  @NeedsRightClock()
  @ApiOperation({
    summary: 'Start a check for gaps and anomalies now, in addition to the schedule. It runs in the background',
  })
  @ApiAcceptedResponse({ type: StartedCheckView })
  @ApiErrors('QUALITY_CHECK_IN_PROGRESS', 'NOT_A_WORKER', 'CLOCK_DISAGREES', 'DATE_OUT_OF_RANGE', 'PARK_NOT_FOUND')
  check(@Body() body: StartCheckBody): Promise<StartedCheckView> {
    return this.quality.startCheck(body);
  }
}
